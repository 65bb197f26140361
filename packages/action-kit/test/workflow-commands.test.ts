import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const core = join(import.meta.dirname, '..', '..', '..', 'node_modules', '@actions', 'core', 'lib', 'core.js');
const ours = join(import.meta.dirname, '..', 'src', 'runner', 'workflow-commands.ts');

/** What a module prints and writes for one script, random delimiters made equal. */
function said(module: string, withFiles: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'commands-'));
  const files = Object.fromEntries(['GITHUB_OUTPUT', 'GITHUB_ENV'].map((name) => [name, join(folder, name)]));
  for (const file of Object.values(files)) writeFileSync(file, '');
  const script = `
    const c = await import(${JSON.stringify(module)});
    const odd = 'a%b:c,d\\r\\ne ü ::warning::x';
    for (const say of [c.info, c.debug, c.error, c.warning, c.notice, c.setSecret, c.startGroup]) say(odd);
    c.endGroup();
    for (const say of [c.error, c.warning, c.notice]) {
      say(odd, { title: odd, file: odd, startLine: 3, endLine: 9 });
      say('x', { file: 'f' });
    }
    for (const value of [odd, 1, true, [1, 'two'], { a: odd }, undefined]) c.setOutput('out', value);
    c.exportVariable('VARIABLE', odd);
    c.setFailed(odd);
    c.info(process.env.VARIABLE);`;
  const run = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
    {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...(withFiles && files) },
    },
  );
  const written = Object.values(files).map((file) => readFileSync(file, 'utf8'));
  return [run.status, run.stdout, run.stderr, ...written].join('\n').replaceAll(/ghadelimiter_[0-9a-f-]{36}/g, 'END');
}

describe('what is said to the runner', () => {
  it.each([
    ['with its files', true],
    ['without files', false],
  ])('%s is what @actions/core says, byte for byte', (_, withFiles) => {
    expect(said(ours, withFiles)).toBe(said(core, withFiles));
    expect(said(ours, withFiles)).toContain('a%25b');
  });
});
