import { childEnvironment, printGroup, runProcess, type ProcessResult } from '@data-profiler-actions/action-kit';

/** One command of the step, and how it ended. */
export interface StepRun {
  readonly name: string;
  readonly command: string;
  readonly outcome: 'passed' | 'failed' | 'crashed' | 'timed-out' | 'cancelled';
  readonly exitCode: number;
  readonly seconds: number;
  readonly output: string;
}

/** What all commands of one step share: a folder, an end, and a way to be cancelled. */
export interface Bench {
  /** Absolute. */
  readonly directory: string;
  /** Milliseconds since the epoch: the end of the time limit of the whole step. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

export async function runStep(bench: Bench, name: string, command: readonly string[]): Promise<StepRun> {
  const [program = '', ...args] = command;
  const result = await runProcess({
    command: program,
    args,
    cwd: bench.directory,
    env: childEnvironment({ CI: 'true' }),
    timeoutMs: Math.max(1, bench.deadline - Date.now()),
    signal: bench.signal,
  });
  const run: StepRun = {
    name,
    command: command.join(' '),
    outcome: outcomeOf(result),
    exitCode: result.exitCode,
    seconds: Math.round(result.seconds * 10) / 10,
    output: withoutColours(result.outcome === 'not-started' ? result.reason : result.output),
  };
  printGroup(`${name}: ${run.command} (${run.outcome}, ${run.seconds} s)`, run.output);
  return run;
}

function outcomeOf({ outcome, exitCode }: ProcessResult): StepRun['outcome'] {
  if (outcome === 'timed-out' || outcome === 'cancelled') return outcome;
  if (outcome !== 'exited') return 'crashed';
  return exitCode === 0 ? 'passed' : 'failed';
}

// eslint-disable-next-line no-control-regex -- the escape character is what ANSI sequences start with
const ansi = /\u001b\[[0-9;?]*[A-Za-z]/g;

export const withoutColours = (text: string): string => text.replaceAll(ansi, '');
