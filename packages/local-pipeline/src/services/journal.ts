/** One request as a service saw it. `violation` says how the client broke the service's contract. */
export interface JournalEntry {
  readonly at: string;
  readonly service: string;
  readonly method: string;
  /** Path without the query: signed URLs carry their secret in the query. */
  readonly path: string;
  readonly status: number;
  readonly violation?: string;
}

/** The requests of one service, in order of their answers. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  record(entry: Omit<JournalEntry, 'at'>): void;
  readonly violations: () => readonly string[];
}

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    record: (entry) => void entries.push({ at: new Date().toISOString(), ...entry }),
    violations: () =>
      entries.flatMap(({ method, path, violation }) =>
        violation === undefined ? [] : [`${method} ${path}: ${violation}`],
      ),
  };
}
