import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { childEnvironment, runProcess } from '../src/index.ts';

const node = process.execPath;
const env = childEnvironment();

describe('running a child process', () => {
  it('keeps both streams and the exit code, which alone decides', async () => {
    const result = await runProcess({
      command: node,
      args: ['-e', 'console.log("out"); console.error("err"); process.exit(3)'],
      env,
      timeoutMs: 10_000,
    });
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 3, stdout: 'out', stderr: 'err', leftBehind: false });
  });

  it('ends the whole process group at the time limit', async () => {
    const script =
      'const {spawn} = require("child_process"); spawn(process.execPath, ["-e", "setInterval(()=>0,1e3)"], {stdio:"inherit"}); setInterval(()=>0,1e3)';
    const result = await runProcess({ command: node, args: ['-e', script], env, timeoutMs: 400 });
    expect(result.outcome).toBe('timed-out');
    expect(result.seconds).toBeLessThan(5);
  });

  it('does not wait for what a program left behind, and says so', async () => {
    const script =
      'const {spawn} = require("child_process"); spawn(process.execPath, ["-e", "setInterval(()=>0,1e3)"], {stdio:"inherit"}).unref(); console.log("done"); process.exit(0)';
    const result = await runProcess({ command: node, args: ['-e', script], env, timeoutMs: 60_000 });
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0, stdout: 'done', leftBehind: true });
    expect(result.seconds).toBeLessThan(10);
  });

  it.each([
    ['is ended and told', 'setInterval(()=>0,1e3)', true],
    ['may end by itself', 'setTimeout(()=>0,200)', false],
  ])('where asked, what a program left behind without its output %s', async (_, leftover, leftBehind) => {
    const options = '{stdio:"ignore"}';
    const script = `const {spawn} = require("child_process"); const child = spawn(process.execPath, ["-e", "${leftover}"], ${options}); child.unref(); console.log(child.pid)`;
    const request = { command: node, args: ['-e', script], env, timeoutMs: 60_000 };
    const result = await runProcess({ ...request, endsLeftovers: true });
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0, leftBehind });
    const { stdout: state } = spawnSync('ps', ['-o', 'stat=', '-p', result.stdout], { encoding: 'utf8' });
    // Gone, or ended and waiting to be collected.
    expect(state.trim()).toMatch(/^(?:Z.*)?$/);
  });

  it.each([
    ['left behind', 'console.log(child.pid); child.unref()', 60_000, 'exited'],
    ['still had at the time limit', 'console.log(child.pid); setInterval(()=>0,1e3)', 1500, 'timed-out'],
  ] as const)(
    'where asked, ends on Linux also what has left the group of a program that %s it',
    async (_, then, timeoutMs, outcome) => {
      if (process.platform !== 'linux') return;
      const script = `const {spawn} = require("child_process"); const child = spawn(process.execPath, ["-e", "setInterval(()=>0,1e3)"], {stdio: "ignore", detached: true}); ${then}`;
      const request = { command: node, args: ['-e', script], env, timeoutMs };
      const result = await runProcess({ ...request, endsLeftovers: true });
      expect(result).toMatchObject({ outcome, leftBehind: outcome === 'exited' });
      const { stdout: state } = spawnSync('ps', ['-o', 'stat=', '-p', result.stdout], { encoding: 'utf8' });
      expect(state.trim()).toMatch(/^(?:Z.*)?$/);
    },
  );

  it('ends the child when the step is cancelled', async () => {
    const cancellation = new AbortController();
    const running = runProcess({
      command: node,
      args: ['-e', 'console.log("up"); setInterval(()=>0,1e3)'],
      env,
      timeoutMs: 10_000,
      signal: cancellation.signal,
      onLine: () => cancellation.abort(),
    });
    expect((await running).outcome).toBe('cancelled');
  });

  it('names a program that does not exist', async () => {
    const result = await runProcess({ command: 'no-such-program', args: [], env, timeoutMs: 1000 });
    expect(result.outcome).toBe('not-started');
    expect(result.reason).toContain('ENOENT');
  });

  it('takes lines however they end, also when the end comes in two parts, and characters of several bytes', async () => {
    const lines: string[] = [];
    const parts = ["'a\\r'", "'\\nb\\rc\\n\\n'", 'Buffer.from([0xc3])', 'Buffer.from([0xa9])', "'\\u2028d'"];
    const script = `const say = ([first, ...rest]) => first && process.stdout.write(first, () => setTimeout(say, 50, rest)); say([${parts.join()}])`;
    const onLine = (line: string): void => void lines.push(line);
    const result = await runProcess({ command: node, args: ['-e', script], env, timeoutMs: 10_000, onLine });
    expect(lines).toEqual(['a', 'b', 'c', '', 'é\u2028d']);
    expect(result.stdout).toBe(lines.join('\n'));
  });

  it('bounds the output it keeps', async () => {
    const script = 'for (let i = 0; i < 5000; i++) console.log("line " + i)';
    const result = await runProcess({
      command: node,
      args: ['-e', script],
      env,
      timeoutMs: 10_000,
      keepCharacters: 1000,
    });
    expect(result.stdout.length).toBeLessThan(1200);
    expect(result.stdout).toContain('line 4999');
    expect(result.stdout).toContain('earlier lines left out');
    const [told = '', first = ''] = result.stdout.split('\n');
    expect(first).toBe(`line ${/\d+/.exec(told)?.[0] ?? ''}`);
  });

  it('keeps a last line that is longer than all it keeps', async () => {
    const script = 'console.log("a"); console.log("b".repeat(5000))';
    const result = await runProcess({
      command: node,
      args: ['-e', script],
      env,
      timeoutMs: 10_000,
      keepCharacters: 1000,
    });
    expect(result.stdout).toBe(`… 1 earlier lines left out\n${'b'.repeat(5000)}`);
  });
});

describe('the environment of a child', () => {
  it('withholds tokens, inputs and command files', () => {
    const given = {
      PATH: '/bin',
      GITHUB_TOKEN: 't',
      ACTIONS_RUNTIME_TOKEN: 't',
      INPUT_TOKEN: 't',
      GITHUB_ENV: '/f',
      GITHUB_SHA: 'abc',
    };
    expect(childEnvironment({ EXTRA: '1' }, given)).toEqual({ PATH: '/bin', GITHUB_SHA: 'abc', EXTRA: '1' });
  });
});
