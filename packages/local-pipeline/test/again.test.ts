import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { nextAfter } from '../src/again.ts';
import type { Outcome, RunReport } from '../src/report/index.ts';
import { sampleRun } from './fixtures/run.ts';

function after(attempt: number, result: Outcome, jobs: readonly Outcome[]): RunReport {
  return {
    ...sampleRun,
    attempt,
    result,
    jobs: jobs.map((each) => ({ id: each, result: each, seconds: 0, steps: [], annotations: [] })),
  };
}

const red = ['success', 'failure', 'skipped'] as const;

describe('another attempt', () => {
  it.each<[string, RunReport, number, 'again' | 'end']>([
    ['follows a red one while attempts are left', after(1, 'failure', red), 2, 'again'],
    ['follows jobs that were cancelled', after(1, 'failure', ['cancelled']), 2, 'again'],
    ['does not follow the last one', after(2, 'failure', red), 2, 'end'],
    ['does not follow a green one', after(1, 'success', ['success']), 2, 'end'],
    [
      'does not follow where no job failed, but a service refused something',
      after(1, 'failure', ['success']),
      2,
      'end',
    ],
  ])('%s', async (_, report, attempts, next) => {
    const never = new AbortController().signal;
    expect(await nextAfter(report, { attempts, keep: false }, never, () => undefined)).toBe(next);
  });

  it('follows the word of a person who has looked first, and no other', async () => {
    const words = new PassThrough();
    const never = new AbortController().signal;
    const next = nextAfter(after(2, 'failure', red), { attempts: 2, keep: true }, never, () => undefined, words);
    words.write('return\n');
    words.write(' rerun \n');
    expect(await next).toBe('again');
  });

  it('is not offered after a green run: services stay up until the interruption', async () => {
    const said: string[] = [];
    const words = new PassThrough();
    const interruption = new AbortController();
    const say = (line: string): unknown => said.push(line);
    const next = nextAfter(
      after(1, 'success', ['success']),
      { attempts: 1, keep: true },
      interruption.signal,
      say,
      words,
    );
    words.write('rerun\n');
    interruption.abort();
    expect(await next).toBe('end');
    expect(said.join('\n')).not.toContain('rerun');
  });

  it('does not follow an interruption, though services were to stay up', async () => {
    const said: string[] = [];
    const report = after(1, 'failure', red);
    const end = await nextAfter(report, { attempts: 3, keep: true }, AbortSignal.abort(), (line) => said.push(line));
    expect(end).toBe('end');
    expect(said).toEqual([expect.stringContaining('Services stay up')]);
  });
});
