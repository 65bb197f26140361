import { stripVTControlCharacters } from 'node:util';
import { info, printGroup, runProcess, warning, type ProcessResult } from '@data-profiler-actions/action-kit';
import { millisecondsLeft, toolEnvironment, type CommandContext } from '../command-context.ts';

/** One command of the step, and how it ended. Its texts are without colours. */
export interface StepRun {
  readonly name: string;
  readonly command: string;
  readonly outcome: 'passed' | 'failed' | 'crashed' | 'timed-out' | 'cancelled';
  readonly exitCode: number;
  /** How it ended, to follow the command in a sentence: `exited with 1`. */
  readonly ending: string;
  readonly seconds: number;
  /** Both streams, in the order their lines came. */
  readonly output: string;
  readonly stderr: string;
  /** Why it counts as failed though it exited with 0; else empty. */
  readonly contradiction: string;
}

/** How often a long command is said to be running still. */
const progressMs = 30_000;

export async function runStep(context: CommandContext, name: string, command: readonly string[]): Promise<StepRun> {
  const [program = '', ...args] = command;
  const shown = command.join(' ');
  info(`${name}: ${shown} …`);
  const started = Date.now();
  const progress = setInterval(
    () => info(`${name} has been running for ${Math.round((Date.now() - started) / 1000)} s …`),
    progressMs,
  );
  try {
    const result = await runProcess({
      command: program,
      args,
      cwd: context.directory,
      env: toolEnvironment(context),
      timeoutMs: millisecondsLeft(context),
      signal: context.signal,
    });
    const run = describe(name, shown, result);
    printGroup(`${name}: ${shown} (${run.outcome}, ${run.seconds} s)`, run.output);
    if (result.leftBehind) warning(`${name} left a program running when it ended. It was ended too.`);
    return run;
  } finally {
    clearInterval(progress);
  }
}

function describe(name: string, command: string, result: ProcessResult): StepRun {
  const output = stripVTControlCharacters(
    result.outcome === 'not-started' ? whyNotStarted(command, result) : result.output,
  );
  const outcome = outcomeOf(result);
  const contradiction = outcome === 'passed' && name === 'build' ? failureAmid(output) : '';
  return {
    name,
    command,
    outcome: contradiction === '' ? outcome : 'failed',
    exitCode: result.exitCode,
    ending: endingOf(result),
    seconds: Math.round(result.seconds * 10) / 10,
    output,
    stderr: stripVTControlCharacters(result.stderr),
    contradiction,
  };
}

/** What bundlers print when a build fails, which `vite build || true` hides from the exit code. */
function failureAmid(output: string): string {
  return (
    /^(error during build:|build error:|[✗x] Build failed in .*|.*\bwebpack [\d.]+ compiled with \d+ errors?\b.*)$/m.exec(
      output,
    )?.[0] ?? ''
  );
}

const whyNotStarted = (command: string, { reason }: ProcessResult): string =>
  /\bENOENT\b/.test(reason) ? `There is no program ${command.split(' ', 1).join()} on PATH.` : reason;

/** The shell's 137 is a program of its own that was killed. */
function endingOf({ outcome, exitCode, reason }: ProcessResult): string {
  if (outcome === 'not-started') return 'could not be started';
  const killed = outcome === 'killed' ? `was ended by ${reason}` : `exited with ${exitCode}`;
  return reason === 'SIGKILL' || exitCode === 137 ? `${killed}, most often for want of memory` : killed;
}

function outcomeOf({ outcome, exitCode }: ProcessResult): StepRun['outcome'] {
  if (outcome === 'timed-out' || outcome === 'cancelled') return outcome;
  if (outcome !== 'exited') return 'crashed';
  return exitCode === 0 ? 'passed' : 'failed';
}
