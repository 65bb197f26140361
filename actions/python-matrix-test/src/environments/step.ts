import { basename } from 'node:path';
import { printGroup, runProcess, UserError, type ProcessResult } from '@data-profiler-actions/action-kit';

/** What one command of an installation may take. */
export interface Budget {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface StepPlace {
  /** Begins the title of each group in the log. */
  readonly title: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Makes a message of a command that ended badly. */
  readonly explain: (result: ProcessResult, commandLine: string) => string;
}

export type Command = readonly [command: string, args: readonly string[]];
/** `shows`: which of its results are printed. */
export type Step = (command: Command, shows?: 'all' | 'failures') => Promise<ProcessResult>;

/** Runs commands one after the other within one time limit, each printed in a group. Throws a UserError for the first that fails. */
export function stepper({ title, cwd, env, explain }: StepPlace, { timeoutMs, signal }: Budget): Step {
  const deadline = performance.now() + timeoutMs;
  return async ([command, args], shows = 'all') => {
    const left = Math.max(1, deadline - performance.now());
    const result = await runProcess({ command, args, cwd, env, timeoutMs: left, signal });
    const failed = result.outcome !== 'exited' || result.exitCode !== 0;
    const line = `${basename(command)} ${args.join(' ')}`;
    if (failed || shows === 'all')
      printGroup(
        `${title}: ${line.replace(/ --python \S+/, '').slice(0, 80)} (${result.seconds.toFixed(1)} s)`,
        result.output,
      );
    if (failed) throw new UserError(describe(result, line.slice(0, 200), explain));
    return result;
  };
}

function describe(result: ProcessResult, line: string, explain: StepPlace['explain']): string {
  if (result.outcome === 'timed-out') return `the installation passed timeout-minutes in: ${line}`;
  if (result.outcome === 'not-started') return `the installation could not start ${line}: ${result.reason}`;
  if (result.outcome === 'cancelled') return 'cancelled';
  return explain(result, line);
}
