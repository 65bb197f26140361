import { describe, expect, it } from '@jest/globals';
import { finding } from '../src/checks/finding.ts';
import type { Outcome } from '../src/outcome.ts';
import type { Manager } from '../src/package-manager/manager.ts';
import type { PlacedProblem } from '../src/problems/placed-problems.ts';
import { annotationsOf } from '../src/report/annotations.ts';
import { failureOf } from '../src/report/failure.ts';
import type { StepRun } from '../src/scripts/step-run.ts';

const manager: Manager = { name: 'npm', flavour: 'npm', version: '', hash: '', lockFile: '', because: '' };

const failed = (change: Partial<StepRun>): StepRun => ({
  name: 'lint',
  command: 'npm run lint',
  outcome: 'failed',
  exitCode: 1,
  ending: `exited with ${change.exitCode ?? 1}`,
  seconds: 3,
  output: '',
  stderr: '',
  contradiction: '',
  ...change,
});

const problem = (change: Partial<PlacedProblem> = {}): PlacedProblem => ({
  step: 'lint',
  severity: 'error',
  file: 'web/a.js',
  line: 3,
  rule: 'no-x',
  message: 'x',
  isPlaced: true,
  ...change,
});

const reason = (step: Partial<StepRun>, problems: readonly PlacedProblem[] = []): string =>
  failureOf({ steps: [failed(step)], findings: [], problems, manager });

describe('why a step is red', () => {
  it.each<[string, Partial<StepRun>, string]>([
    [
      'a tool nobody knows',
      { output: 'fine\nerror: broken pipe\ndone' },
      'lint failed: npm run lint exited with 1. error: broken pipe',
    ],
    [
      'the end of the time',
      { outcome: 'timed-out' },
      "lint was still running after 3 s, when the step's timeout-minutes ended.",
    ],
    ['a cancelled run', { outcome: 'cancelled' }, 'lint was cancelled.'],
    ['a crash', { exitCode: 2, output: 'boom' }, 'lint crashed: npm run lint exited with 2. boom'],
    [
      'a failure behind exit code 0',
      {
        name: 'build',
        command: 'npm run build',
        exitCode: 0,
        contradiction: 'error during build:',
        output: 'error during build:\nno',
      },
      'build failed, though it exited with 0: npm run build printed "error during build:". no',
    ],
    [
      'a program that is not there',
      { outcome: 'crashed', command: 'nx', ending: 'could not be started', output: 'There is no program nx on PATH.' },
      'lint crashed: nx could not be started. There is no program nx on PATH.',
    ],
    [
      'a script that says nothing but its name',
      { output: '> x@1.0.0 lint\n> exit 1' },
      'lint failed: npm run lint exited with 1. It printed nothing.',
    ],
    [
      'a build whose error stands below its heading',
      { output: '3 errors before\n✗ Build failed in 130ms\n[plugin] Forgot something\n    at x' },
      'lint failed: npm run lint exited with 1. [plugin] Forgot something',
    ],
    [
      'a build that sums up before it says why',
      { output: 'Bundle generation failed. [1.2 seconds]\n\n✘ [ERROR] No such module\n' },
      'lint failed: npm run lint exited with 1. ✘ [ERROR] No such module',
    ],
    [
      'a build whose last heading is nearest to the reason',
      { output: 'x Build failed in 5.47s\n✖ building bundles...\nbuild error:\n1 dead link(s) found.\n    at x' },
      'lint failed: npm run lint exited with 1. 1 dead link(s) found.',
    ],
    [
      'a Node that is too old',
      { output: 'Node.js v18 is not supported by this tool!\nPlease upgrade.\nDocumentation: https://x' },
      'lint failed: npm run lint exited with 1. Node.js v18 is not supported by this tool!',
    ],
  ])('is told of %s', (_, step, told) => {
    expect(reason(step)).toBe(told);
  });

  it('counts what was found, and begins with the first', () => {
    const problems = [
      problem(),
      problem({ file: 'web/b.js' }),
      problem({ severity: 'warning' }),
      problem({ step: 'typecheck' }),
    ];
    expect(reason({}, problems)).toBe(
      'lint failed: npm run lint exited with 1. 2 errors in 2 files, first web/a.js:3: x (no-x)',
    );
    expect(reason({}, [problem()])).toContain('1 error, first web/a.js:3');
  });
});

const nowhere = { workspace: '/', directory: '/nowhere', outputDirectory: '/nowhere/dist', base: '/' };

describe('annotations', () => {
  it('end each sentence once', () => {
    const findings = [finding('build-warning', '', 'It said so.')];
    const outcome: Outcome = { failure: '', steps: [], findings, problems: [], outputDirectory: 'web/dist' };
    const [annotation] = annotationsOf(outcome, nowhere);
    expect(annotation?.message).toMatch(/^It said so\. Do/);
  });

  it('of the site and of the tools take turns', () => {
    const findings = ['a.png', 'b.png'].map((file) => finding('ref-missing', 'index.html', file));
    const problems = [problem(), problem({ isPlaced: false, file: 'gone.js' }), problem({ rule: '' })];
    const outcome: Outcome = { failure: '', steps: [], findings, problems, outputDirectory: 'web/dist' };
    expect(annotationsOf(outcome, nowhere).map(({ title, file }) => [title, file])).toEqual([
      ['ref-missing', undefined],
      ['lint: no-x', 'web/a.js'],
      ['ref-missing', undefined],
      ['lint: no-x', undefined],
      ['lint', 'web/a.js'],
    ]);
  });
});
