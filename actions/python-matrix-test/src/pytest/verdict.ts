import { constants } from 'node:os';
import type { WrittenProcess } from '@data-profiler-actions/action-kit';
import { isRed } from '../legs/model.ts';
import type { Session } from './events.ts';

/** What is decided of one leg; `reason` is empty only if passed. */
export interface LegVerdict {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly reason: string;
  readonly warning: string;
}

export interface Policy {
  readonly minTests: number;
  readonly onEmpty: 'fail' | 'warn' | 'skip';
  readonly timeoutMinutes: number;
}

/** How pytest's process ended. */
export type Ending = Pick<WrittenProcess, 'outcome' | 'exitCode' | 'reason' | 'output' | 'leftBehind'> & {
  /** The kernel ended a process for want of memory meanwhile. */
  readonly outOfMemory: boolean;
};

const failed = (reason: string): LegVerdict => ({ outcome: 'failed', reason, warning: '' });

/**
 * A leg is green only if the exit code, the end-of-session record and the number of results agree: pytest's process can end with 0
 * without having run its tests (`os._exit(0)`, `pytest.exit(returncode=0)`).
 */
export function judge(ending: Ending, session: Session, policy: Policy): LegVerdict {
  const stopped = describeEnding(ending, policy.timeoutMinutes);
  if (stopped) return failed(session.running ? `${stopped}; ${session.running} was running` : stopped);
  if (!session.end && session.collected !== undefined) return failed(endedEarly(ending, session));
  if (ending.exitCode === 5 && session.end?.exitStatus === 5) return judgeEmpty(session, policy);
  if (ending.exitCode !== 0) return failed(describeExitCode(ending, session) + complaint(ending, session));
  return judgeGreen(session, policy, ending);
}

function describeEnding({ outcome, exitCode, reason, outOfMemory }: Ending, timeoutMinutes: number): string {
  if (outcome === 'timed-out')
    return `timed out: not finished within ${timeoutMinutes} minutes (timeout-minutes), installation included`;
  if (outcome === 'cancelled') return 'cancelled';
  if (outcome === 'not-started') return `pytest could not be started: ${reason}`;
  const signal = outcome === 'killed' ? reason : signalOf(exitCode);
  if (!signal) return '';
  const memory = outOfMemory ? ': out of memory, the kernel says' : ' (out of memory, or ended from outside)';
  return `crashed with ${signal}${signal === 'SIGKILL' ? memory : ''}${outcome === 'killed' ? '' : ` (exit code ${exitCode})`}`;
}

/** Tests were selected, and pytest's process ended in the midst of them. */
function endedEarly({ exitCode, output }: Ending, { tests, collected, running }: Session): string {
  const red = redAmong(tests);
  const results = `${tests.length} of ${collected ?? 0} selected tests had told their result${red > 0 ? `, ${red} failed` : ''}`;
  const place = running ? `in ${running}` : 'in a test or a library';
  // pytest-timeout's method "thread" can end a test only with its process.
  const cause = /^\++ Timeout \++$/m.test(output) ? `pytest-timeout ended it ${place}` : `os._exit ${place}?`;
  return `ended early: exit code ${exitCode}, but pytest’s session never ended (${cause}); ${results}`;
}

const redAmong = (tests: Session['tests']): number => tests.filter(isRed).length;

/** Shells and wrappers report a signal as 128 and its number. */
function signalOf(exitCode: number): string {
  const signals = Object.entries(constants.signals);
  return exitCode > 128 ? (signals.find(([, number]) => number === exitCode - 128)?.[0] ?? '') : '';
}

/** pytest's exit codes (doc/en/reference/exit-codes.rst; 6 since pytest 9.1), with what else is known to give them. */
function describeExitCode({ exitCode: code, output }: Ending, session: Session): string {
  const broken = session.collectErrors.length;
  const red = redAmong(session.tests);
  const files = broken === 1 ? `in ${session.collectErrors[0]?.id ?? ''}` : `in ${broken} files`;
  switch (code) {
    case 1:
      if (red === 0 && broken > 0) return `collection error ${files}`;
      if (red === 0)
        return session.end
          ? `pytest says tests failed, but reported none${coverageLimit(output)}`
          : 'configuration: pytest or coverage.py stopped before any test (exit code 1, no report)';
      return failures(red);
    case 2:
      if (broken > 0) return `collection error ${files}`;
      return red > 0 ? `${failures(red)}, then the session was stopped (exit code 2)` : 'interrupted (exit code 2)';
    case 3:
      return 'internal error of pytest or a plugin (exit code 3)';
    case 4:
      return 'configuration: pytest refused its arguments or a conftest could not be imported (exit code 4)';
    case 5:
      return 'ended early: exit code 5 (no tests), but pytest’s session did not end so';
    case 6:
      return 'warnings budget: more warnings than --max-warnings allows (exit code 6)';
    default:
      return `ended with exit code ${code}, which is none of pytest’s`;
  }
}

const failures = (red: number): string => `${red} ${red === 1 ? 'test' : 'tests'} failed`;

/** What pytest-cov says where it alone makes a session fail; empty where it does not. */
function coverageLimit(output: string): string {
  const line = /^(?:FAIL|ERROR:?) .*\bcoverage\b.*$/im.exec(output)?.[0];
  return line ? `: ${line.slice(0, 200)}` : '';
}

/** pytest's own complaint, where it stopped before it could report. */
function complaint({ output }: Ending, session: Session): string {
  if (session.tests.length > 0 || session.collectErrors.length > 0) return '';
  const lines = output.split('\n');
  const refused = lines.find((line) => /^\S.*: error: /.test(line))?.replace(/^.*: error: /, 'ERROR: ');
  const said = /^(?:E\s+|INTERNALERROR> )?(?:ERROR(?!: usage:)|[\w.]*(?:Error|Exception|Warning|Exit)): /;
  // Before the first test coverage.py may complain, which marks nothing.
  const last =
    session.collected === undefined && !session.end ? lines.findLast((each) => each.trim() !== '') : undefined;
  const line = refused ?? lines.findLast((each) => said.test(each)) ?? last;
  return line ? `: ${line.replace(/^(E\s+|INTERNALERROR> )/, '').slice(0, 300)}${missingModule(line)}` : '';
}

/** A plugin or what a conftest imports is most often a package that nothing has installed. */
const missingModule = (line: string): string =>
  /ModuleNotFoundError: No module named '[\w.]+'/.test(line) ? '; if that is a package, requirements must name it' : '';

function judgeEmpty({ shard, collectSkips }: Session, { onEmpty }: Policy): LegVerdict {
  if (shard && shard.total > 0)
    return {
      outcome: 'skipped',
      reason: `none of the ${shard.total} tests falls to shard ${shard.index}/${shard.count}`,
      warning: '',
    };
  const skipped = collectSkips.length;
  const files = skipped > 0 ? `, ${skipped === 1 ? 'a file was' : `${skipped} files were`} skipped as a whole` : '';
  const reason = `no tests were collected (exit code 5)${files}`;
  if (onEmpty === 'fail') return failed(`${reason}; set on-empty to allow it`);
  return { outcome: 'skipped', reason, warning: onEmpty === 'warn' ? reason : '' };
}

function judgeGreen(session: Session, policy: Policy, { leftBehind }: Ending): LegVerdict {
  const lie = contradiction(session);
  if (lie) return failed(lie);
  const tests = [...session.tests, ...session.collectSkips];
  if (tests.length === 0) return judgeEmpty(session, policy);
  const ran = tests.filter(({ outcome }) => outcome !== 'skipped').length;
  // A shard runs a part; what the input asks for is the whole suite's number.
  const whole = session.shard?.total ?? ran;
  if (whole < policy.minTests && (whole > 0 || policy.minTests > 1))
    return failed(`too few tests: ${whole} ran, min-tests asks for ${policy.minTests}`);
  const warnings = [
    ...(ran === 0 ? [tests.length === 1 ? 'its only test was skipped' : `all ${tests.length} tests were skipped`] : []),
    ...(leftBehind ? ['its tests left a process running, which was ended'] : []),
  ];
  return { outcome: 'passed', reason: '', warning: warnings.join('; ') };
}

/** What in pytest's own record contradicts exit code 0; empty if nothing does. */
function contradiction({ end, tests, collectErrors }: Session): string {
  if (!end) return 'ended early: exit code 0, but pytest’s session never ended (os._exit in a test or a library?)';
  if (end.exitStatus !== 0) return `contradiction: exit code 0, but pytest’s session ended with ${end.exitStatus}`;
  if (collectErrors.length > 0) return `collection error in ${collectErrors[0]?.id ?? ''}, although the exit code is 0`;
  const red = redAmong(tests);
  if (red > 0) return `${failures(red)}, although the exit code is 0`;
  if (tests.length === end.collected && tests.length === end.results) return '';
  return `stopped early: ${tests.length} of ${end.collected} selected tests have a result, although the exit code is 0`;
}
