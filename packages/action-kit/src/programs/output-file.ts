import { closeSync, ftruncateSync, openSync, readSync, rmSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** A file that a program writes into in place of a pipe. */
export interface OutputFile {
  /** To be given to the program as its standard output and error: they stand in the order they were written. */
  readonly descriptor: number;
  /** Reads what is left, and removes the file. */
  readonly close: () => void;
}

const readEveryMs = 250;
const chunkBytes = 2 ** 18;
/** What has been read gives way once it is more, with what is written in that very moment: a program that never stops writing fills no disk. */
const mostBytes = 2 ** 29;

/**
 * Calls `take` a few times a second with what a program has written since. Through a pipe, a program that writes line by line wakes its reader for each,
 * which costs both.
 */
export function openOutputFile(path: string, take: (text: string) => void): OutputFile {
  const descriptor = openSync(path, 'a+', 0o600);
  const decoder = new StringDecoder('utf8');
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let from = 0;
  const read = (): void => {
    for (let length = chunkBytes; length === chunkBytes; from += length) {
      length = readSync(descriptor, chunk, 0, chunkBytes, from);
      take(decoder.write(chunk.subarray(0, length)));
    }
    if (from < mostBytes) return;
    ftruncateSync(descriptor);
    from = 0;
  };
  const timer = setInterval(read, readEveryMs);
  return {
    descriptor,
    close: () => {
      clearInterval(timer);
      read();
      take(decoder.end());
      closeSync(descriptor);
      rmSync(path, { force: true });
    },
  };
}
