import { writeSync } from 'node:fs';

const descriptor = 1;

/**
 * Where the log goes. Each text is written at once and whole: for a pipe, which a step's output is, `process.stdout` would load all of Node's network code, a
 * tenth of a short step's time.
 */
export const standardOutput = {
  write(text: string): void {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) written += writeSome(bytes.subarray(written));
  },
};

/** Whoever made the pipe may have made it one that does not block: its reader gets a millisecond when it is full. */
function writeSome(bytes: Buffer): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return 0;
  }
}
