import { describe, expect, it } from '@jest/globals';
import type { JobReport, Outcome, StepReport } from '../src/report/index.ts';
import { fatesOf, type Fates } from '../src/run/rerun/fates.ts';
import { historyOf } from '../src/run/rerun/history.ts';
import { nextAttempt } from '../src/run/rerun/next-attempt.ts';
import { rewriteWorkflow, type Shelf } from '../src/run/rerun/rewrite.ts';
import type { WorkflowTree } from '../src/run/workflow/workflow-tree.ts';

type Jobs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function workflow(name: string, jobs: Jobs, called: Readonly<Record<string, WorkflowTree>> = {}): WorkflowTree {
  return { name, document: { name, on: 'push', jobs }, jobs, called: new Map(Object.entries(called)) };
}

/** `in` is the prefix of the display name: the workflow, or caller and called workflow. */
function leg(id: string, result: Outcome, more: Partial<JobReport> & { in?: string } = {}): JobReport {
  const { in: prefix = 'CI', ...rest } = more;
  return { id, name: `${prefix}/${id}`, result, seconds: 1, steps: [], annotations: [], ...rest };
}

function step(id: string, outputs: Readonly<Record<string, string>>, result: Outcome = 'success'): StepReport {
  return { id, name: id, result, seconds: 1, outputs };
}

const words = (fates: Fates): Record<string, string> =>
  Object.fromEntries([...fates].map(([id, { kind }]) => [id, kind]));

/** Keeps what is put on it, in order. */
function shelf(): Shelf & { readonly lines: string[]; readonly workflows: unknown[] } {
  const [lines, workflows]: [string[], unknown[]] = [[], []];
  return {
    lines,
    workflows,
    outputs: (text) => `/outputs/${lines.push(text)}`,
    workflow: (document) => `rewritten-${workflows.push(document)}`,
  };
}

const chain = workflow('CI', {
  plan: {},
  test: { needs: 'plan' },
  web: { needs: ['plan'] },
  build: { needs: ['test', 'web'], strategy: { matrix: { n: [1, 2] } } },
  publish: { needs: 'build' },
  extra: { needs: 'plan', if: 'false' },
  gate: { needs: ['plan', 'test', 'web', 'build', 'publish'], if: 'always()' },
});

const good = (...ids: string[]): JobReport[] => ids.map((id) => leg(id, 'success'));

describe('which jobs run again', () => {
  it.each<[string, JobReport[], Record<string, string>]>([
    [
      'a job that failed, what it held back, and what ran all the same after it',
      [...good('plan', 'web'), leg('test', 'failure'), leg('gate', 'failure')],
      { test: 'runs', build: 'runs', publish: 'runs', gate: 'runs', plan: 'kept', web: 'kept', extra: 'skipped' },
    ],
    [
      'of a matrix only the legs that failed',
      [
        ...good('plan', 'web', 'test'),
        leg('build', 'success', { matrix: { n: 1 } }),
        leg('build', 'failure', { matrix: { n: 2 } }),
        leg('gate', 'failure'),
      ],
      { build: 'runs-in-part', publish: 'runs', gate: 'runs', test: 'kept' },
    ],
    [
      'every leg where what they need runs again',
      [
        ...good('plan', 'web'),
        leg('test', 'failure'),
        leg('build', 'success', { matrix: { n: 1 } }),
        leg('build', 'failure', { matrix: { n: 2 } }),
      ],
      { test: 'runs', build: 'runs' },
    ],
    ['a job that was cancelled', [...good('plan', 'test'), leg('web', 'cancelled')], { web: 'runs', test: 'kept' }],
    [
      'a green job that needs a failed one',
      [...good('plan', 'test', 'gate'), leg('web', 'failure')],
      { web: 'runs', gate: 'runs', test: 'kept' },
    ],
    [
      'nothing after a green run',
      [...good('plan', 'web', 'test', 'build', 'publish', 'gate'), leg('extra', 'skipped')],
      { plan: 'kept', build: 'kept', gate: 'kept', extra: 'skipped' },
    ],
  ])('%s', (_, jobs, expected) => {
    expect(words(fatesOf(historyOf(chain, jobs)))).toMatchObject(expected);
  });

  it('tells the legs of two calls of one workflow apart', () => {
    const called = workflow('Called', { one: {}, two: { needs: 'one' } });
    const caller = workflow(
      'CI',
      { a: { uses: 'x' }, b: { uses: 'x' }, end: { needs: ['a', 'b'] } },
      { a: called, b: called },
    );
    const ran = ['a/Called', 'b/Called'].flatMap((prefix) => [
      leg('one', 'success', { in: prefix }),
      leg('two', prefix.startsWith('a') ? 'failure' : 'success', { in: prefix }),
    ]);
    const history = historyOf(caller, ran);
    expect(words(fatesOf(history))).toEqual({ a: 'runs-in-part', b: 'kept', end: 'runs' });
    const { again, kept } = nextAttempt(history);
    expect(again).toEqual(['two', 'end']);
    expect(kept.map(({ name }) => name)).toEqual(['a/Called/one', 'b/Called/one', 'b/Called/two']);
  });

  it.each<[string, Record<string, unknown>]>([
    ['in a matrix', { uses: 'x', strategy: { matrix: { n: [1, 2] } } }],
    ['under a name that is computed', { uses: 'x', name: 'Call ${{ inputs.name }}' }],
  ])('runs a call %s again whole: the log does not tell its jobs from others’', (_, call) => {
    const caller = workflow('CI', { call, end: { needs: 'call' } }, { call: workflow('Called', { one: {} }) });
    const ran = [leg('one', 'success', { in: 'call-1/Called' }), leg('end', 'failure')];
    expect(words(fatesOf(historyOf(caller, ran)))).toEqual({ call: 'runs', end: 'runs' });
  });
});

describe('the workflow of the next attempt', () => {
  const jobs = {
    plan: {
      outputs: { x: '${{ steps.decide.outputs.x }}' },
      steps: [{ uses: 'checkout' }, { id: 'decide', uses: 'plan' }],
    },
    never: { if: 'false', steps: [{ run: 'echo' }] },
    build: {
      needs: 'plan',
      strategy: { 'fail-fast': false, matrix: '${{ fromJSON(needs.plan.outputs.x) }}' },
      steps: [],
    },
    end: { needs: ['build', 'never'], steps: [{ run: 'make' }] },
  };
  const ran = [
    leg('plan', 'success', { steps: [step('0', {}), step('decide', { x: 'one\nEND\ntwo', none: '' })] }),
    leg('build', 'success', { matrix: { n: 1 } }),
    leg('build', 'failure', { matrix: { n: 2, labels: ['a'] } }),
  ];

  it('repeats the outputs of kept jobs, skips what was skipped, cuts a matrix, and leaves the rest alone', () => {
    const put = shelf();
    const rewritten = rewriteWorkflow(historyOf(workflow('CI', jobs), ran), put);
    expect(rewritten).toMatchObject({ name: 'CI', on: 'push' });
    expect(rewritten['jobs']).toEqual({
      plan: {
        name: 'kept from an earlier attempt: plan',
        if: 'always()',
        'runs-on': 'ubuntu-24.04',
        outputs: jobs.plan.outputs,
        steps: [
          { run: 'true', shell: 'bash', 'working-directory': '.' },
          { id: 'decide', run: `cat '/outputs/1' >> "$GITHUB_OUTPUT"`, shell: 'bash', 'working-directory': '.' },
        ],
      },
      never: {
        name: 'kept from an earlier attempt: never',
        if: '${{ false }}',
        'runs-on': 'ubuntu-24.04',
        steps: [{ run: 'true' }],
      },
      build: { ...jobs.build, strategy: { 'fail-fast': false, matrix: { include: [{ n: 2, labels: ['a'] }] } } },
      end: jobs.end,
    });
    expect(put.lines).toEqual(['x<<END_\none\nEND\ntwo\nEND_\n']);
  });

  it('lets a kept step end as it ended', () => {
    const kept = { steps: [{ id: 'passed' }, { id: 'failed' }, { id: 'left-out' }, { id: 'unseen' }, { run: 'echo' }] };
    const steps = [step('passed', {}), step('failed', { why: 'x' }, 'failure'), step('left-out', {}, 'skipped')];
    const rewritten = rewriteWorkflow(
      historyOf(workflow('CI', { kept }), [leg('kept', 'success', { steps })]),
      shelf(),
    );
    expect(rewritten['jobs']).toMatchObject({
      kept: {
        steps: [
          { run: 'true' },
          { id: 'passed', run: `cat '/outputs/1' >> "$GITHUB_OUTPUT"` },
          { id: 'failed', run: `cat '/outputs/2' >> "$GITHUB_OUTPUT"; exit 1`, 'continue-on-error': true },
          { id: 'left-out', if: '${{ false }}' },
          { id: 'unseen', if: '${{ false }}' },
        ],
      },
    });
  });

  it('lets one leg of a kept matrix stand for all, with the outputs of all', () => {
    const put = shelf();
    const matrix = { outputs: { a: 'a', b: 'b' }, strategy: { matrix: { n: [1, 2] } }, steps: [{ id: 's' }] };
    const legs = [
      { a: '1', both: 'first' },
      { b: '2', a: '', both: 'last' },
    ].map((outputs, place) => leg('matrix', 'success', { matrix: { n: place + 1 }, steps: [step('s', outputs)] }));
    const rewritten = rewriteWorkflow(historyOf(workflow('CI', { matrix }), legs), put);
    expect(rewritten['jobs']).toMatchObject({ matrix: { strategy: { matrix: { include: [{ n: 2 }] } } } });
    expect(put.lines).toEqual(['a<<END\n1\nEND\nboth<<END\nlast\nEND\nb<<END\n2\nEND\n']);
  });

  it('rewrites a called workflow in the same way', () => {
    const put = shelf();
    const called = workflow('Called', { one: { steps: [] }, two: { needs: 'one', steps: [] } });
    const caller = workflow('CI', { call: { uses: './called.yml', with: { a: 1 } } }, { call: called });
    const before = [leg('one', 'success', { in: 'call/Called' }), leg('two', 'failure', { in: 'call/Called' })];
    const rewritten = rewriteWorkflow(historyOf(caller, before), put);
    expect(rewritten['jobs']).toEqual({ call: { uses: 'rewritten-1', with: { a: 1 } } });
    expect(put.workflows).toMatchObject([
      { name: 'Called', jobs: { one: { name: 'kept from an earlier attempt: one' }, two: called.jobs['two'] } },
    ]);
  });
});
