import { describe, expect, it } from '@jest/globals';
import { openSession, type Session } from '../src/pytest/events.ts';
import { judge, type Policy } from '../src/pytest/verdict.ts';

const policy: Policy = { minTests: 1, onEmpty: 'fail', timeoutMinutes: 20 };
const exited = (exitCode: number) => ({
  outcome: 'exited' as const,
  exitCode,
  reason: '',
  output: '',
  leftBehind: false,
  outOfMemory: false,
});

function readSession(lines: string, begun = ''): Session {
  const reader = openSession();
  reader.take(lines);
  return reader.session(begun);
}

function session(
  outcomes: readonly string[],
  end?: { exitstatus: number; collected: number; results: number },
  begun = '',
) {
  const tests = outcomes.map((outcome, index) => ({
    type: 'test',
    id: `t.py::t${index}`,
    file: '/w/t.py',
    line: 1,
    outcome,
  }));
  const begins = tests.length > 0 || begun !== '';
  const start = begins ? [{ type: 'start', collected: end?.collected ?? tests.length + 1 }] : [];
  const events = [...start, ...tests, ...(end ? [{ type: 'end', ...end }] : [])];
  return readSession(events.map((event) => JSON.stringify(event)).join('\n'), begun);
}

describe('the verdict on a leg', () => {
  it('is green when exit code, end record and results agree', () => {
    const verdict = judge(
      exited(0),
      session(['passed', 'skipped'], { exitstatus: 0, collected: 2, results: 2 }),
      policy,
    );
    expect(verdict).toEqual({ outcome: 'passed', reason: '', warning: '' });
  });

  it('names the failures of a session that was stopped after them', () => {
    const stopped = session(['passed', 'failed'], { exitstatus: 2, collected: 9, results: 2 });
    expect(judge(exited(2), stopped, policy).reason).toBe('1 test failed, then the session was stopped (exit code 2)');
  });

  it('is red when the process ended with 0 but the session never ended', () => {
    expect(judge(exited(0), session(['passed']), policy).reason).toContain('ended early');
  });

  it.each([
    [
      1,
      ['passed'],
      't.py::t1',
      'ended early: exit code 1, but pytest’s session never ended (os._exit in t.py::t1?); 1 of 2',
    ],
    [
      1,
      ['failed', 'passed'],
      '',
      '(os._exit in a test or a library?); 2 of 3 selected tests had told their result, 1 failed',
    ],
    [3, ['passed'], 't.py::t0', 'os._exit in a test or a library?'],
  ] as const)('names the test that a process with exit code %i ended in', (code, outcomes, begun, says) => {
    expect(judge(exited(code), session(outcomes, undefined, begun), policy).reason).toContain(says);
  });

  it('names pytest-timeout where that ended the process, and the test that was running at a crash or at the time limit', () => {
    const running = session([], undefined, 't.py::t');
    const banner = '\n+++++ Timeout +++++\n';
    expect(judge({ ...exited(1), output: banner }, running, policy).reason).toContain(
      '(pytest-timeout ended it in t.py::t)',
    );
    const killed = { ...exited(-1), outcome: 'killed', reason: 'SIGSEGV' } as const;
    expect(judge(killed, running, policy).reason).toBe('crashed with SIGSEGV; t.py::t was running');
    const late = { ...exited(-1), outcome: 'timed-out' } as const;
    expect(judge(late, running, policy).reason).toMatch(
      /^timed out: not finished within 20 minutes .*; t.py::t was running$/,
    );
  });

  it('is red when fewer tests have a result than were selected', () => {
    const verdict = judge(exited(0), session(['passed'], { exitstatus: 0, collected: 3, results: 1 }), policy);
    expect(verdict.reason).toContain('1 of 3 selected tests');
  });

  it('is red when the session says otherwise than the exit code', () => {
    const verdict = judge(exited(0), session(['passed'], { exitstatus: 1, collected: 1, results: 1 }), policy);
    expect(verdict.reason).toContain('contradiction');
  });

  it('is red with fewer tests than min-tests', () => {
    const verdict = judge(exited(0), session(['passed'], { exitstatus: 0, collected: 1, results: 1 }), {
      ...policy,
      minTests: 2,
    });
    expect(verdict.reason).toContain('min-tests asks for 2');
  });

  it('warns when every test was skipped', () => {
    const verdict = judge(exited(0), session(['skipped'], { exitstatus: 0, collected: 1, results: 1 }), policy);
    expect(verdict).toMatchObject({ outcome: 'passed', warning: 'its only test was skipped' });
  });

  it.each([
    [1, 'configuration'],
    [2, 'interrupted'],
    [3, 'internal error'],
    [4, 'configuration'],
    [5, 'ended early'],
    [6, 'warnings budget'],
    [7, 'none of pytest’s'],
    [137, 'out of memory'],
    [139, 'SIGSEGV'],
  ])('names what exit code %d means', (code, words) => {
    const verdict = judge(exited(code), session([]), policy);
    expect(verdict.outcome).toBe('failed');
    expect(verdict.reason).toContain(words);
  });

  it('repeats what pytest complained of when it refused its arguments', () => {
    const ending = { ...exited(4), output: 'ERROR: file or directory not found: nope\n' };
    expect(judge(ending, session([]), policy).reason).toContain(
      '(exit code 4): ERROR: file or directory not found: nope',
    );
  });

  it.each([
    [
      'python -m pytest: error: unrecognized arguments: --cov=x\n  inifile: /w/tox.ini\n',
      4,
      'ERROR: unrecognized arguments: --cov=x',
    ],
    ['INTERNALERROR> Traceback\nINTERNALERROR> pytest.PytestWarning: unset.\n', 3, 'pytest.PytestWarning: unset.'],
    [
      "E   ModuleNotFoundError: No module named 'x'\n",
      4,
      "ModuleNotFoundError: No module named 'x'; if that is a package, requirements must name it",
    ],
  ])('repeats %j', (output, code, words) => {
    expect(judge({ ...exited(code), output }, session([]), policy).reason).toContain(`(exit code ${code}): ${words}`);
  });

  it('names the signal that ended pytest', () => {
    const killed = { ...exited(-1), outcome: 'killed' as const, reason: 'SIGSEGV' };
    expect(judge(killed, session([]), policy).reason).toBe('crashed with SIGSEGV');
  });

  it('names want of memory where the kernel says so', () => {
    const killed = { ...exited(-1), outcome: 'killed' as const, reason: 'SIGKILL', outOfMemory: true };
    expect(judge(killed, session([]), policy).reason).toBe('crashed with SIGKILL: out of memory, the kernel says');
  });

  it('does not count skipped tests as run', () => {
    const verdict = judge(exited(0), session(['passed', 'skipped'], { exitstatus: 0, collected: 2, results: 2 }), {
      ...policy,
      minTests: 2,
    });
    expect(verdict.reason).toContain('1 ran, min-tests asks for 2');
  });

  it('leaves an empty suite out when on-empty allows it', () => {
    const empty = session([], { exitstatus: 5, collected: 0, results: 0 });
    expect(judge(exited(5), empty, policy)).toMatchObject({ outcome: 'failed', warning: '' });
    expect(judge(exited(5), empty, { ...policy, onEmpty: 'skip' })).toMatchObject({
      outcome: 'skipped',
      warning: '',
    });
    expect(judge(exited(5), empty, { ...policy, onEmpty: 'warn' }).warning).toContain('no tests');
  });
});

describe('the events of a session', () => {
  it('survive a line that was cut off when the process died', () => {
    expect(readSession('{"type":"start","collected":2}\n{"type":"te').collected).toBe(2);
  });

  it('count an outcome that nobody knows as an error', () => {
    expect(session(['exploded']).tests[0]?.outcome).toBe('error');
  });
});
