import { lineHashes } from './line-hash.ts';

/** What findings need of a file. */
export interface SourceFile {
  readonly lines: () => readonly string[];
  readonly hashes: () => readonly string[];
}

/** Reads and computes at most once, and only what is asked for. */
export function readOnce(read: () => string): SourceFile {
  const text = once(read);
  return {
    lines: once(() => text().split(/\r\n|\r|\n/)),
    hashes: once(() => lineHashes(text())),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
