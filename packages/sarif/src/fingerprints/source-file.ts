import { lineHashes } from './line-hash.ts';

/** What findings need of a file. */
export interface SourceFile {
  /** Relative to the repository's root, each part encoded. */
  readonly uri: string;
  readonly lines: () => readonly string[];
  readonly hashes: () => readonly string[];
}

/** Reads and computes at most once, and only what is asked for. */
export function readOnce(file: string, read: () => string): SourceFile {
  const text = once(read);
  return {
    uri: file.split('/').map(encodeURIComponent).join('/'),
    lines: once(() => text().split(/\r\n|\r|\n/)),
    hashes: once(() => lineHashes(text())),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
