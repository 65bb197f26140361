import { lineHashes } from './line-hash.ts';

/** What findings need of a file. */
export interface SourceFile {
  /** Relative to the repository's root, each part encoded. */
  readonly uri: string;
  readonly lines: () => readonly string[];
  readonly hashes: () => readonly string[];
  /** Each line's own text without blanks, and how many equal ones stand above it. */
  readonly marks: () => readonly string[];
}

/** Reads and computes at most once, and only what is asked for. */
export function readOnce(file: string, read: () => string): SourceFile {
  const text = once(read);
  const lines = once(() => text().split(/\r\n|\r|\n/));
  return {
    uri: file.split('/').map(encodeURIComponent).join('/'),
    lines,
    hashes: once(() => lineHashes(text())),
    marks: once(() => marksOf(lines())),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function marksOf(lines: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const bare = line.replaceAll(/[ \t]/g, '');
    const count = (seen.get(bare) ?? 0) + 1;
    seen.set(bare, count);
    return `${bare}\n${count}`;
  });
}
