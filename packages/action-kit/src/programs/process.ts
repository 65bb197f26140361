import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { markedWith } from './marked-processes.ts';
import { waitForEnd, type EndRules, type ProcessEnd } from './process-end.ts';
import { KeptLines, readLines } from './program-output.ts';

export interface ProcessRequest extends EndRules {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the child; see `childEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  readonly input?: string;
  /** Ends what the program leaves running even where that holds none of its output, and on Linux also where it has left the program's group. */
  readonly endsLeftovers?: boolean;
  /** Characters of each stream that are kept; the oldest lines go first. Default 16 Mi. */
  readonly keepCharacters?: number;
}

/** How a child ended, and what it wrote. `output` is both streams in the order their lines came. */
export interface ProcessResult extends ProcessEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly output: string;
  readonly seconds: number;
}

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
  const { keepCharacters = defaultKeep, onLine } = request;
  const kept = {
    stdout: new KeptLines(keepCharacters),
    stderr: new KeptLines(keepCharacters),
    output: new KeptLines(keepCharacters),
  };
  const listen = (stream: Readable, name: 'stdout' | 'stderr'): void => {
    readLines(stream, (lines) => {
      kept[name].push(lines);
      kept.output.push(lines);
      if (onLine) for (const line of lines.slice(0, -1).split('\n')) onLine(line, name);
    });
  };
  listen(child.stdout, 'stdout');
  listen(child.stderr, 'stderr');
  const end = await waitForEnd(child, request, mark);
  return {
    ...end,
    stdout: kept.stdout.text(),
    stderr: kept.stderr.text(),
    output: kept.output.text(),
    seconds: (performance.now() - started) / 1000,
  };
}
