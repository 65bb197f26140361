import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { finding } from '../src/checks/finding.ts';
import { buildWarnings, withoutEchoes } from '../src/problems/build-warnings.ts';
import { placedProblems } from '../src/problems/placed-problems.ts';
import { problemsIn } from '../src/problems/problems.ts';
import { planScripts } from '../src/scripts/project.ts';
import { hasCrashed } from '../src/scripts/run-scripts.ts';
import type { StepRun } from '../src/scripts/step-run.ts';
import { folder } from './site-fixture.ts';

function ran(change: Partial<StepRun>): StepRun {
  const usual = { name: 'lint', command: 'npm run lint', outcome: 'failed', exitCode: 1, seconds: 1 } as const;
  return { ...usual, ending: 'exited with 1', output: '', stderr: '', contradiction: '', ...change };
}

const stylish = `
/w/src/b.js
  2:9  error  Parsing error: Unexpected token ;

/w/src/c.js
  1:7   error    'unused' is assigned a value but never used  no-unused-vars
  3:13  warning  Unexpected 'debugger' statement              no-debugger

✖ 3 problems (2 errors, 1 warning)
`;

const biome = `src/a.ts:3:7 lint/suspicious/noDoubleEquals  FIXABLE  ━━━━━━━━━━━━

  × Using == may be unsafe if you are relying on type coercion.

  > 3 │ if (x == 3) debugger;

src/a.ts:1:7 lint/correctness/noUnusedVariables ━━━━━━━━━━

  ! This variable unused is unused.

src/a.ts format ━━━━━━━━━━━━━━━━━━━━

  × Formatter would have printed the following content:

Found 2 errors.
check ━━━━━━━━━━━━━━━━━━━━

  × Some errors were emitted while running checks.
`;

describe('what a tool says', () => {
  it('is read from ESLint', () => {
    expect(problemsIn(stylish)).toEqual([
      { severity: 'error', file: '/w/src/b.js', line: 2, rule: '', message: 'Parsing error: Unexpected token ;' },
      {
        severity: 'error',
        file: '/w/src/c.js',
        line: 1,
        rule: 'no-unused-vars',
        message: "'unused' is assigned a value but never used",
      },
      {
        severity: 'warning',
        file: '/w/src/c.js',
        line: 3,
        rule: 'no-debugger',
        message: "Unexpected 'debugger' statement",
      },
    ]);
  });

  it('is read from Biome, without its closing sentence', () => {
    expect(problemsIn(biome).map(({ severity, line, rule }) => [severity, line, rule])).toEqual([
      ['error', 3, 'lint/suspicious/noDoubleEquals'],
      ['error', undefined, 'format'],
      ['warning', 1, 'lint/correctness/noUnusedVariables'],
    ]);
  });

  it.each([
    ["src/a.ts(4,14): error TS2322: Type 'string'.", 'src/a.ts', 4, 'TS2322'],
    ["src/a.vue:4:14 - error TS2322: Type 'string'.", 'src/a.vue', 4, 'TS2322'],
    ['/w/src/App.svelte:1:23\nError: Type (ts)', '/w/src/App.svelte', 1, ''],
    ['src/a.css\n  1:3  ✖  Unknown property "colr"  property-no-unknown', 'src/a.css', 1, 'property-no-unknown'],
    ['error TS18003: No inputs were found.', '', undefined, 'TS18003'],
    [
      '::error file=src/a.js,line=4,col=2,title=eslint(no-debugger)::src/a.js:4:2: no',
      'src/a.js',
      4,
      'eslint(no-debugger)',
    ],
  ])('is read from %j', (output, file, line, rule) => {
    expect(problemsIn(output)).toMatchObject([{ severity: 'error', file, rule, ...(line && { line }) }]);
  });

  it.each(['> web@1.0.0 build', 'src/a.ts  12 kB', '  12:05 all good', 'Error: x\n    at f (/w/a.js:1:2)'])(
    'is not seen in %j',
    (output) => {
      expect(problemsIn(output)).toEqual([]);
    },
  );

  it('is read from esbuild, which puts the place below, and from those that pass its errors on', () => {
    const printed = `▲ [WARNING] Duplicate key "x" in object literal [duplicate-object-key]

    src/main.js:2:15:
      2 │ const a = {x:1,x:2};
        ╵                ^

  The original key "x" is here:

    src/main.js:2:11:

✘ [ERROR] TS2322: Type x is not y. [plugin angular-compiler]

    src/app/app.ts:5:3:

✘ [ERROR] Could not resolve "./gone.js"
`;
    const passedOn = `Build failed with 2 errors:
src/app/app.ts:5:3: ERROR: [plugin: angular-compiler] TS2322: Type x is not y.
/w/src/a.ts:1:8: ERROR: Unexpected ";"`;
    const main = { file: 'src/main.js', line: 2, rule: 'duplicate-object-key' };
    const app = { severity: 'error', file: 'src/app/app.ts', line: 5, rule: 'TS2322', message: 'Type x is not y.' };
    const nowhere = { severity: 'error', file: '', rule: '', message: 'Could not resolve "./gone.js"' };
    const unexpected = { severity: 'error', file: '/w/src/a.ts', line: 1, rule: '', message: 'Unexpected ";"' };
    const duplicate = { ...main, severity: 'warning', message: 'Duplicate key "x" in object literal' };
    expect(problemsIn(printed)).toEqual([app, nowhere, duplicate]);
    expect(problemsIn(passedOn)).toEqual([app, unexpected]);
    expect(problemsIn(`vite v6.4.6 building for production...\n${printed}`)).toEqual([app, nowhere]);
    const step = ran({ name: 'build', output: `${printed}\n${passedOn}` });
    expect(placedProblems([step], '/w', '/w').filter(({ rule }) => rule === 'TS2322')).toHaveLength(1);
  });

  it('is placed in the workspace, once', () => {
    const workspace = folder({ 'web/src/a.ts': '' });
    const output = "src/a.ts(4,14): error TS2322: Type 'string'.\nsrc/gone.ts(1,1): error TS1: x";
    const absolute = `::error file=${join(workspace, 'web/src/a.ts')},line=4,title=TS2322::Type`;
    const steps = [ran({ name: 'typecheck', output }), ran({ name: 'build', output: `${output}\n${absolute}` })];
    expect(placedProblems(steps, join(workspace, 'web'), workspace)).toMatchObject([
      { step: 'typecheck', file: 'web/src/a.ts', line: 4, isPlaced: true },
      { step: 'typecheck', file: 'src/gone.ts', line: 1, isPlaced: false },
    ]);
  });

  it('is two problems where two messages of one code stand at one line, and no more where they are repeated', () => {
    const output = [
      "src/a.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.",
      "src/a.ts(1,30): error TS2322: Type 'number' is not assignable to type 'string'.",
    ].join('\n');
    const steps = [ran({ name: 'typecheck', output: `${output}\n${output}` }), ran({ name: 'build', output })];
    expect(placedProblems(steps, '/w', '/w').map(({ step, message }) => [step, message])).toEqual([
      ['typecheck', "Type 'string' is not assignable to type 'number'."],
      ['typecheck', "Type 'number' is not assignable to type 'string'."],
    ]);
  });

  it('is a warning where the script passed', () => {
    const passed = ran({ outcome: 'passed', exitCode: 0, output: stylish });
    expect(new Set(placedProblems([passed], '/w', '/w').map(({ severity }) => severity))).toEqual(new Set(['warning']));
  });
});

describe('lint', () => {
  it('crashes otherwise than it finds', () => {
    expect(hasCrashed(ran({ output: 'x is unused' }))).toBe(false);
    expect(hasCrashed(ran({ exitCode: 2 }))).toBe(true);
    expect(hasCrashed(ran({ output: "ENOENT: no such file or directory, open 'vite.config.ts.timestamp'" }))).toBe(
      true,
    );
    expect(hasCrashed(ran({ output: 'Oops! Something went wrong! :(' }))).toBe(true);
    expect(hasCrashed(ran({ outcome: 'passed', exitCode: 0 }))).toBe(false);
  });

  it('that exits with 2 and says what it found has not crashed', () => {
    expect(hasCrashed(ran({ exitCode: 2, output: 'src/a.ts(1,1): error TS1: x' }))).toBe(false);
  });
});

describe('the scripts', () => {
  const none = { lint: '', typecheck: '', test: '', build: '' };

  it('of the usual names run, a missing optional one does not', () => {
    const available = { lint: 'eslint .', build: 'vite build', test: 'echo "Error: no test specified" && exit 1' };
    expect(planScripts(none, available).scripts).toEqual({ lint: 'lint', build: 'build' });
    expect(planScripts({ ...none, lint: 'off' }, available).scripts).toEqual({ build: 'build' });
  });

  it('that are missing are named all at once', () => {
    const { mistakes } = planScripts({ ...none, test: 'unti' }, { unit: 'x' });
    expect(mistakes.map(({ input }) => input)).toEqual(['lint', 'test', 'build']);
    expect(mistakes[1]?.problem).toContain('no script "unti" (did you mean unit?)');
  });
});

describe('a warning of the build', () => {
  const build = (stderr: string, banner = 'vite v8.3.8 building client environment for production...'): string[] =>
    buildWarnings([ran({ name: 'build', outcome: 'passed', output: `${banner}\n${stderr}`, stderr })]).map(
      ({ message }) => message,
    );

  it.each([
    ['(!) %VITE_TITLE% is not defined in env variables', '%VITE_TITLE% is not defined in env variables'],
    [`<script src="/a.js"> in "/index.html" can't be bundled without type="module" attribute`, undefined],
    ["/a.png referenced in /a.png didn't resolve at build time, it will remain unchanged", undefined],
    [
      '[EVAL] Use of direct `eval` function is strongly discouraged',
      'Use of direct `eval` function is strongly discouraged',
    ],
    ['src/main.js (2:0): Use of eval in "src/main.js" is strongly discouraged', undefined],
    ['[plugin vite:resolve] Module "node:fs" has been externalized', 'Module "node:fs" has been externalized'],
    ['[plugin:vite:resolve] [plugin vite:resolve] Module "x"', 'Module "x"'],
    ['▲ [WARNING] "colr" is not a known CSS property', '"colr" is not a known CSS property'],
  ])('is %j', (line, message) => {
    expect(build(line)).toEqual([message ?? line]);
  });

  it.each([
    '(!) Some chunks are larger than 500 kB after minification.',
    'node_modules/@mui/x.js (1:0): Module level directives cause errors when bundled, "use client" was ignored.',
    '(node:12) ExperimentalWarning: x',
    '[PLUGIN_TIMINGS] JavaScript callbacks ran for 8.8s, longer than the 7.8s build.',
    'npm warn deprecated a@1',
    '  3 │ import a',
    '',
  ])('is not %j', (line) => {
    expect(build(line)).toEqual([]);
  });

  it('about what a check found is told once', () => {
    const found = finding('ref-missing', 'a.css', 'gone', { reference: '/a.png' });
    const [same, other, vague] = ['/a.png', '/b.png', undefined].map((reference) =>
      finding('build-warning', '', 'x', reference === undefined ? {} : { reference }),
    );
    expect(withoutEchoes([found, same, other, vague].flatMap((item) => item ?? []))).toEqual([found, other, vague]);
  });

  it('is Vite’s only', () => {
    expect(build('(!) x', 'webpack 5')).toEqual([]);
  });
});
