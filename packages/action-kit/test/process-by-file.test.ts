import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { childEnvironment, runProcessByFile } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'process-by-file-'));

function run(script: string, more: { timeoutMs?: number; keepCharacters?: number; endsLeftovers?: boolean } = {}) {
  const request = { command: process.execPath, args: ['-e', script], env: childEnvironment(), timeoutMs: 60_000 };
  return runProcessByFile({ ...request, ...more }, join(folder, 'output'));
}

describe('running a child process that writes into a file', () => {
  afterEach(() => expect(readdirSync(folder)).toEqual([]));

  it('keeps both streams in the order they were written, and the exit code', async () => {
    const script =
      'const {writeSync} = require("fs"); writeSync(1, "a\\n"); writeSync(2, "b\\n"); writeSync(1, "c"); process.exit(3)';
    expect(await run(script)).toMatchObject({ outcome: 'exited', exitCode: 3, output: 'a\nb\nc', leftBehind: false });
  });

  it('takes lines however they end, and characters of several bytes that are written in two parts', async () => {
    const parts = ["'a\\r'", "'\\nb\\rc\\n'", 'Buffer.from([0xc3])', 'Buffer.from([0xa9])'];
    const script = `const say = ([first, ...rest]) => first && process.stdout.write(first, () => setTimeout(say, 300, rest)); say([${parts.join()}])`;
    expect((await run(script)).output).toBe('a\nb\nc\né');
  });

  it('keeps what was written up to the time limit', async () => {
    const result = await run('console.log("up"); setInterval(() => 0, 1e3)', { timeoutMs: 700 });
    expect(result).toMatchObject({ outcome: 'timed-out', output: 'up' });
  });

  it('names a program that does not exist', async () => {
    const request = { command: 'no-such-program', args: [], env: {}, timeoutMs: 1000 };
    expect(await runProcessByFile(request, join(folder, 'output'))).toMatchObject({
      outcome: 'not-started',
      output: '',
    });
  });

  it('ends what a program left behind, and keeps what that wrote', async () => {
    const leftover = 'console.log("late"); setInterval(() => 0, 1e3)';
    const script = `const {spawn} = require("child_process"); spawn(process.execPath, ["-e", ${JSON.stringify(leftover)}], {stdio: "inherit"}).unref(); console.log("done")`;
    const result = await run(script, { endsLeftovers: true });
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0, output: 'done\nlate', leftBehind: true });
  });

  it('holds neither on disk nor in memory what goes beyond the last that is kept', async () => {
    let largest = 0;
    const file = join(folder, 'output');
    const watch = setInterval(() => (largest = Math.max(largest, existsSync(file) ? statSync(file).size : 0)), 20);
    const block = `('x'.repeat(99) + '\\n').repeat(160_000)`;
    const script = `const block = ${block}; let left = 45; const write = () => { require('fs').writeSync(1, block); if (--left) setTimeout(write, 40); else console.log('last'); }; write()`;
    const { output } = await run(script, { keepCharacters: 1000 });
    clearInterval(watch);
    expect(output).toMatch(/^… \d{7} earlier lines left out\n(?:x{99}\n){9}last$/);
    expect(largest).toBeGreaterThan(2 ** 26);
    expect(largest).toBeLessThan(2 ** 29 + 2 ** 27);
  });
});
