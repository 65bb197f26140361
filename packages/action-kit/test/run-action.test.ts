import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const kit = join(import.meta.dirname, '..', 'src', 'run-action.ts');

/** Runs an action whose main is the given source, in a process of its own as a runner would. */
function run(main: string): { status: number | null; log: string } {
  const source = `import { runAction } from ${JSON.stringify(kit)};\nvoid runAction(${main});`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], {
    env: {},
    encoding: 'utf8',
  });
  return { status, log: stdout };
}

describe('the end of an action', () => {
  it('is green when its work is done and good, and red with the reason when it is not', () => {
    expect(run('async () => ({ ok: true })')).toEqual({ status: 0, log: '' });
    expect(run('async () => ({ ok: false, reason: "Two tests failed." })')).toEqual({
      status: 1,
      log: '::error::Two tests failed.\n',
    });
  });

  it('comes when what the work has left under way is done, too', () => {
    const main = 'async () => { setTimeout(() => console.log("last"), 50); return { ok: false, reason: "No." }; }';
    expect(run(main)).toEqual({ status: 1, log: '::error::No.\nlast\n' });
  });

  it('is red when something was thrown, as a fault of the action', () => {
    const { status, log } = run('async () => { throw new Error("odd"); }');
    expect(status).toBe(1);
    expect(log).toContain('::error::Unexpected error, a fault of this action: odd.');
  });

  it('is red when the process ends while the work still waits for something', () => {
    const { status, log } = run('() => new Promise(() => undefined)');
    expect(status).toBe(1);
    expect(log).toContain('::error::The step ended before its work was done');
  });
});
