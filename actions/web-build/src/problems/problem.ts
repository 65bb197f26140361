/** What a linter, a compiler or a test runner says is wrong at a place of the sources. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** As the tool wrote it: absolute, or relative to the folder it ran in; empty where it names none. */
  readonly file: string;
  /** 1-based; undefined for a file as a whole. */
  readonly line?: number;
  /** Rule or error code; empty where there is none. */
  readonly rule: string;
  readonly message: string;
}
