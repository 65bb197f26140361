import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '../src/checks/validate.ts';
import { problemsIn } from '../src/problems/problems.ts';
import { bundle, bundlerProject, bundlers } from './other-bundlers.ts';

const expected = { base: '/', budgets: [], secrets: [] };
let project = '';

beforeAll(async () => {
  project = await bundlerProject();
}, 300_000);

describe.each(bundlers)('a site that $name builds', (bundler) => {
  it('is sound, and broken where a style or script of its page is lost', async () => {
    const output = await bundle(project, bundler);
    const sound = await validate(output, expected);
    expect(sound.findings).toEqual([]);
    expect(sound.checkedReferences).toBeGreaterThan(0);
    expect(sound.sizes?.initial[0]?.js.bytes).toBeGreaterThan(10);

    const lost = sound.sizes?.initial[0]?.files[0] ?? '';
    expect(readdirSync(output, { recursive: true })).toContain(lost);
    rmSync(join(output, lost));
    const { findings } = await validate(output, expected);
    expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(['ref-missing']));
  });
});

describe('a script that esbuild refuses', () => {
  it('is a problem at its line, and what it warns of another', () => {
    writeFileSync(join(project, 'src', 'refused.js'), 'const a = { x: 1, x: 2 };\nimport "./gone.js";\n');
    const program = join(project, 'node_modules', 'esbuild', 'bin', 'esbuild');
    const ended = spawnSync(program, ['src/refused.js', '--bundle', '--outdir=dist'], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(problemsIn(ended.stderr)).toEqual([
      { severity: 'error', file: 'src/refused.js', line: 2, rule: '', message: 'Could not resolve "./gone.js"' },
      {
        severity: 'warning',
        file: 'src/refused.js',
        line: 1,
        rule: 'duplicate-object-key',
        message: 'Duplicate key "x" in object literal',
      },
    ]);
  });
});
