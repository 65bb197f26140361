import type { Readable } from 'node:stream';
import { KeptLines } from './kept-lines.ts';
import { openOutputFile } from './output-file.ts';
import type { ProcessEnd } from './process-end.ts';
import { startProgram, type ProgramRequest } from './started-program.ts';
import { wholeLines } from './whole-lines.ts';

export interface WrittenRequest extends ProgramRequest {
  /** Characters of each stream that are kept; the oldest lines go first. Default 16 Mi. */
  readonly keepCharacters?: number;
}

export interface ProcessRequest extends WrittenRequest {
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** How a child ended, and what it wrote: both streams in the order their lines came. */
export interface WrittenProcess extends ProcessEnd {
  readonly output: string;
  readonly seconds: number;
}

export interface ProcessResult extends WrittenProcess {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and reads what it writes as it comes, its two streams apart. */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { keepCharacters, onLine } = request;
  const kept = {
    stdout: new KeptLines(keepCharacters),
    stderr: new KeptLines(keepCharacters),
    output: new KeptLines(keepCharacters),
  };
  const { child, ended } = startProgram(request, 'pipe');
  const listen = (stream: Readable | null, name: 'stdout' | 'stderr'): void => {
    const lines = wholeLines((some) => {
      kept[name].push(some);
      kept.output.push(some);
      if (onLine) for (const line of some.slice(0, -1).split('\n')) onLine(line, name);
    });
    stream?.setEncoding('utf8').on('data', lines.push).once('close', lines.close);
  };
  listen(child.stdout, 'stdout');
  listen(child.stderr, 'stderr');
  const end = await ended;
  return { ...end, stdout: kept.stdout.text(), stderr: kept.stderr.text(), output: kept.output.text() };
}

/** Runs a program that writes much and often, by way of a file that is gone afterwards; what it wrote is known a little later, and its streams are one. */
export async function runProcessByFile(request: WrittenRequest, path: string): Promise<WrittenProcess> {
  const kept = new KeptLines(request.keepCharacters);
  const lines = wholeLines((some) => kept.push(some));
  const file = openOutputFile(path, lines.push);
  const end = await startProgram(request, file.descriptor).ended.finally(file.close);
  lines.close();
  return { ...end, output: kept.text() };
}
