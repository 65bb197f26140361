import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { manifestOf, root } from '../../scripts/tree.ts';
import { inputVariables } from '../input-variables.ts';

interface Manifest {
  readonly inputs: Readonly<Record<string, { readonly default?: string | number | boolean }>>;
}

/** Two wrong inputs of each action, and a word of what it must say of them. */
const mistakes: readonly [string, Record<string, string>, readonly string[]][] = [
  ['plan', { strategy: 'hostd', 'builds-per-day': '-3' }, ['did you mean hosted', '-3']],
  ['python-matrix-test', { 'on-empty': 'warm', 'timeout-minutes': 'soon' }, ['did you mean warn', 'soon']],
  ['web-build', { cache: 'maybe', 'timeout-minutes': 'soon' }, ['auto, off', 'soon']],
  ['security-sarif', { 'fail-on': 'hihg', 'timeout-minutes': 'soon' }, ['did you mean high', 'soon']],
  ['buildx-multiarch', { mode: 'biuld', 'timeout-minutes': 'soon' }, ['did you mean build', 'soon']],
  ['ghcr-tag', { push: 'perhaps', context: 'gti' }, ['perhaps', 'gti']],
];

describe('the bundle of an action, started as a runner would', () => {
  it.each(mistakes)('%s names all mistakes at once and ends red before any work', (action, wrong, expected) => {
    const manifest = parse(readFileSync(join(root, manifestOf(action)), 'utf8')) as Manifest;
    const inputs = Object.entries(manifest.inputs).map(
      ([name, input]) => [name, wrong[name] ?? resolveDefault(input.default)] as const,
    );
    const env = inputVariables(Object.fromEntries(inputs));
    const run = spawnSync(process.execPath, [join(root, 'dist', action, 'index.js')], {
      env: { PATH: '/usr/bin:/bin', ...env },
      encoding: 'utf8',
    });
    expect(run.stdout).toContain('::error::2 inputs are wrong');
    for (const word of expected) expect(run.stdout).toContain(word);
    expect(run.stderr).toBe('');
    expect(run.status).toBe(1);
  });
});

describe('the start of a bundle', () => {
  it.each(mistakes)('%s loads a module of Node when it needs it, not before', (action) => {
    const report = `data:text/javascript,process.once('exit',()=>console.log(process.moduleLoadList.join('\\n')))`;
    const run = spawnSync(process.execPath, ['--import', report, join(root, 'dist', action, 'index.js')], {
      env: { PATH: '/usr/bin:/bin', 'INPUT_TIMEOUT-MINUTES': 'soon', INPUT_PUSH: 'perhaps' },
      encoding: 'utf8',
    });
    expect(run.stdout.split('\n')).toContain('NativeModule fs');
    // All of them hash something, later.
    expect(run.stdout.split('\n')).not.toContain('NativeModule crypto');
  });
});

/** Expressions in defaults are the runner's to evaluate; here they stand for nothing given. */
function resolveDefault(value: string | number | boolean = ''): string {
  return String(value).includes('${{') ? '' : String(value);
}
