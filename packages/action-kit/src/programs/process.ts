import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { messageOf } from '../errors.ts';
import { endMarked, markedProcesses, markedWith } from './marked-processes.ts';
import { isGroupAlive, outlives, signalGroup } from './process-group.ts';
import { KeptLines, readLines } from './program-output.ts';

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the child; see `childEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  readonly input?: string;
  /** Bytes of each stream that are kept; the oldest go first. Default 16 MiB. */
  readonly keepBytes?: number;
  /** Ends what the program leaves running even where that holds none of its output, and on Linux also where it has left the program's group. */
  readonly endsLeftovers?: boolean;
}

/** How a child ended. `output` is both streams in the order their lines came. */
export interface ProcessResult {
  readonly outcome: 'exited' | 'killed' | 'timed-out' | 'cancelled' | 'not-started';
  /** Meaningful when `exited`. */
  readonly exitCode: number;
  /** The signal that ended it, else empty; for `not-started` the reason. */
  readonly reason: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly output: string;
  readonly seconds: number;
  /** Something the program had started still ran after it (held its output, or with `endsLeftovers` was just there), and was ended. */
  readonly leftBehind: boolean;
}

const graceMs = 5_000;
/** How long output may still arrive after the program itself has ended, and helpers of it take to end. */
const drainMs = 2_000;
const defaultKeep = 16 * 1024 * 1024;

/** Runs a program (an argument list, never a shell) in a process group of its own, which is ended as a whole on timeout and cancellation. */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const started = performance.now();
  const mark = request.endsLeftovers === true ? randomUUID() : undefined;
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    env: { ...request.env, ...(mark !== undefined && markedWith(mark)) },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined).end(request.input ?? '');
  const { keepBytes = defaultKeep, onLine } = request;
  const kept = { stdout: new KeptLines(keepBytes), stderr: new KeptLines(keepBytes), output: new KeptLines(keepBytes) };
  const listen = (stream: Readable, name: 'stdout' | 'stderr'): void => {
    readLines(stream, (lines) => {
      kept[name].push(lines);
      kept.output.push(lines);
      if (onLine) for (const line of lines.slice(0, -1).split('\n')) onLine(line, name);
    });
  };
  listen(child.stdout, 'stdout');
  listen(child.stderr, 'stderr');
  const end = await waitFor(child, request, mark);
  return {
    ...end,
    stdout: kept.stdout.text(),
    stderr: kept.stderr.text(),
    output: kept.output.text(),
    seconds: (performance.now() - started) / 1000,
  };
}

type End = Pick<ProcessResult, 'outcome' | 'exitCode' | 'reason' | 'leftBehind'>;

function waitFor(child: ChildProcess, { timeoutMs, signal }: ProcessRequest, mark?: string): Promise<End> {
  return new Promise((resolve) => {
    let stopped: 'timed-out' | 'cancelled' | undefined;
    const stop = (why: 'timed-out' | 'cancelled'): void => {
      stopped ??= why;
      signalGroup(child, 'SIGTERM');
      setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs).unref();
    };
    const onAbort = (): void => stop('cancelled');
    const timer = setTimeout(() => stop('timed-out'), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) stop('cancelled');
    const drain = drainAfterExit(child);
    const finish = (end: Omit<End, 'leftBehind'>): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (stopped) endAll(child, mark);
      const looks = mark !== undefined && !stopped && !drain.cutShort;
      void (looks ? outlives(() => isThere(child, mark), drainMs) : Promise.resolve(false)).then((left) => {
        if (left || drain.cutShort) endAll(child, mark);
        resolve({ ...end, leftBehind: drain.cutShort || left });
      });
    };
    child.once('error', (error) => finish({ outcome: 'not-started', exitCode: -1, reason: messageOf(error) }));
    child.once('close', (code, killedBy) =>
      finish({ outcome: stopped ?? (killedBy ? 'killed' : 'exited'), exitCode: code ?? -1, reason: killedBy ?? '' }),
    );
  });
}

const isThere = (child: ChildProcess, mark: string): boolean => isGroupAlive(child) || markedProcesses(mark).length > 0;

function endAll(child: ChildProcess, mark: string | undefined): void {
  signalGroup(child, 'SIGKILL');
  if (mark !== undefined) endMarked(mark);
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
