import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { markedWith } from './marked-processes.ts';
import { waitForEnd, type EndRules, type ProcessEnd } from './process-end.ts';

export interface ProgramRequest extends EndRules {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the child; see `childEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Ends what the program leaves running even where that holds none of its output, and on Linux also where it has left the program's group. */
  readonly endsLeftovers?: boolean;
}

export interface StartedProgram {
  readonly child: ChildProcess;
  readonly ended: Promise<ProcessEnd & { readonly seconds: number }>;
}

/** Starts a program (an argument list, never a shell) in a process group of its own, which is ended as a whole on timeout and cancellation. */
export function startProgram(request: ProgramRequest, output: 'pipe' | number): StartedProgram {
  const started = performance.now();
  const mark = request.endsLeftovers === true ? randomUUID() : undefined;
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    env: { ...request.env, ...(mark !== undefined && markedWith(mark)) },
    detached: true,
    stdio: ['pipe', output, output],
  });
  child.stdin?.on('error', () => undefined).end(request.input ?? '');
  const ended = waitForEnd(child, request, mark).then((end) => ({
    ...end,
    seconds: (performance.now() - started) / 1000,
  }));
  return { child, ended };
}
