import { describe, expect, it } from '@jest/globals';
import { parseActLine, type ActLine } from '../src/run/act/act-line.ts';
import { ActRun } from '../src/run/act/act-run.ts';

const at = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;

function line(second: number, fields: Record<string, unknown>): ActLine {
  const parsed = parseActLine(JSON.stringify({ job: 'CI/Test', jobID: 'test', ...fields }), at(second));
  if (!parsed) throw new Error('not parsed');
  return parsed;
}

const main = { stage: 'Main', step: 'Tests', stepID: ['run'] };

function follow(lines: readonly ActLine[]): ReturnType<ActRun['jobs']> {
  const run = new ActRun(() => ({ name: 'Run the tests', uses: 'org/data-profiler-actions/python-matrix-test@v1' }));
  lines.forEach((each) => run.take(each));
  return run.jobs();
}

describe('following a run of act', () => {
  it('takes nothing from words outside the log', () => {
    expect(parseActLine('Error: Job failed')).toBeUndefined();
  });

  it('gathers outputs, summary, annotations and times of a step', () => {
    const [job] = follow([
      line(1, main),
      line(2, { ...main, command: 'set-output', name: 'tests', arg: '5' }),
      line(3, { ...main, command: 'error', arg: 'broken', raw: '::error file=a.py,line=3::broken\n' }),
      line(4, { ...main, command: 'summary', content: '### Five tests\n' }),
      line(5, { ...main, stepResult: 'failure' }),
      line(6, { jobResult: 'failure' }),
    ]);
    expect(job).toMatchObject({ id: 'test', result: 'failure', seconds: 5 });
    expect(job?.annotations).toEqual([{ level: 'error', file: 'a.py', line: 3, message: 'broken' }]);
    expect(job?.steps[0]).toMatchObject({
      name: 'Run the tests',
      result: 'failure',
      seconds: 4,
      outputs: { tests: '5' },
      summary: '### Five tests\n',
    });
  });

  it('tells a leg that passed from the matrix that failed', () => {
    const leg = (n: number) => ({ job: `CI/Test-${n}`, matrix: { n } });
    const jobs = follow([
      line(1, { ...leg(1), ...main, stepResult: 'success' }),
      line(1, { ...leg(2), ...main, stepResult: 'failure' }),
      line(2, { ...leg(1), jobResult: 'failure' }),
      line(2, { ...leg(2), jobResult: 'failure' }),
    ]);
    expect(jobs.map(({ result }) => result)).toEqual(['success', 'failure']);
  });

  it('calls a job without an end cancelled', () => {
    expect(follow([line(1, main)])[0]?.result).toBe('cancelled');
    expect(follow([line(1, { jobResult: 'success' })])[0]?.result).toBe('cancelled');
  });

  it('keeps outputs of steps inside a composite action out of the step', () => {
    const nested = { ...main, stepID: ['run', '0'] };
    const [job] = follow([line(1, main), line(2, { ...nested, command: 'set-output', name: 'inner', arg: 'x' })]);
    expect(job?.steps).toHaveLength(1);
    expect(job?.steps[0]?.outputs).toEqual({});
  });
});
