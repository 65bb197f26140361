import type { ChildProcess } from 'node:child_process';
import { messageOf } from '../errors.ts';
import { endMarked, markedProcesses } from './marked-processes.ts';
import { isGroupAlive, outlives, signalGroup } from './process-group.ts';

/** What ends a child that does not end by itself. */
export interface EndRules {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface ProcessEnd {
  readonly outcome: 'exited' | 'killed' | 'timed-out' | 'cancelled' | 'not-started';
  /** Meaningful when `exited`. */
  readonly exitCode: number;
  /** The signal that ended it, else empty; for `not-started` the reason. */
  readonly reason: string;
  /** Something the program had started still ran after it (held its output, or with `endsLeftovers` was just there), and was ended. */
  readonly leftBehind: boolean;
}

const graceMs = 5_000;
/** How long output may still arrive after the program itself has ended, and helpers of it take to end. */
const drainMs = 2_000;

/** Waits for a child that leads a process group, and ends all of it where a rule says so. What it leaves behind is looked for by `mark`, if there is one. */
export async function waitForEnd(
  child: ChildProcess,
  { timeoutMs, signal }: EndRules,
  mark: string | undefined,
): Promise<ProcessEnd> {
  const limit = stopAtLimit(child, timeoutMs, signal);
  const drain = drainAfterExit(child);
  const end = await ending(child);
  limit.lift();
  if (limit.passed !== undefined) endAll(child, mark);
  const looks = mark !== undefined && limit.passed === undefined && !drain.cutShort;
  const leftBehind = drain.cutShort || (looks && (await outlives(() => isThere(child, mark), drainMs)));
  if (leftBehind) endAll(child, mark);
  const outcome = end.outcome === 'not-started' ? end.outcome : (limit.passed ?? end.outcome);
  return { ...end, outcome, leftBehind };
}

const isThere = (child: ChildProcess, mark: string): boolean => isGroupAlive(child) || markedProcesses(mark).length > 0;

function endAll(child: ChildProcess, mark: string | undefined): void {
  signalGroup(child, 'SIGKILL');
  if (mark !== undefined) endMarked(mark);
}

/** How the child ended, with its output closed. */
function ending(child: ChildProcess): Promise<Omit<ProcessEnd, 'leftBehind'>> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ outcome: 'not-started', exitCode: -1, reason: messageOf(error) }));
    child.once('close', (code, killedBy) =>
      resolve({ outcome: killedBy ? 'killed' : 'exited', exitCode: code ?? -1, reason: killedBy ?? '' }),
    );
  });
}

interface Limit {
  /** Which of the two ended the child; undefined while neither has. */
  readonly passed: 'timed-out' | 'cancelled' | undefined;
  lift(): void;
}

/** Ends the child's group when its time is over or the step is cancelled: gently, and after a grace for good. */
function stopAtLimit(child: ChildProcess, timeoutMs: number, signal: AbortSignal | undefined): Limit {
  let passed: Limit['passed'];
  const stop = (why: 'timed-out' | 'cancelled'): void => {
    passed ??= why;
    signalGroup(child, 'SIGTERM');
    setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs).unref();
  };
  const onAbort = (): void => stop('cancelled');
  const timer = setTimeout(() => stop('timed-out'), timeoutMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  return {
    get passed() {
      return passed;
    },
    lift: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** A child of the child may hold the pipes open for ever: after the exit they get `drainMs`, then the group is ended and the pipes closed. */
function drainAfterExit(child: ChildProcess): { readonly cutShort: boolean } {
  const drain = { cutShort: false };
  child.once('exit', () => {
    const timer = setTimeout(() => {
      drain.cutShort = true;
      signalGroup(child, 'SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, drainMs);
    child.once('close', () => clearTimeout(timer));
  });
  return drain;
}
