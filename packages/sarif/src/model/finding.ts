import type { Basis, Severity } from './severity.ts';

/** A vulnerable package behind a finding. */
export interface Dependency {
  /** Canonical name (PEP 503). */
  readonly package: string;
  /** As the file gives it; several, joined by `, `, where markers choose between them. */
  readonly version: string;
  /** Every id of the vulnerability, the finding's own included. */
  readonly aliases: readonly string[];
  readonly fixedIn: readonly string[];
  /** A sentence without its full stop: what holds the package, where that is not the file that the finding stands at. */
  readonly holder?: string;
}

/** One problem at one place, whichever scanner saw it. */
export interface Finding {
  /** Names of all scanners that saw it. */
  readonly scanners: readonly string[];
  readonly rule: string;
  readonly title: string;
  /** One or more lines of plain text; holds no secret. */
  readonly message: string;
  readonly severity: Severity;
  /** CVSS-like, above 0 and at most 10. */
  readonly score: number;
  /** What the score rests on; the scanner's own word where it is absent. */
  readonly basis?: Basis;
  /** Relative to the repository's root, with `/`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Where on the line, for a finding of one line only: bytes of UTF-8 from its start, the end not included. That is how Python's tools count. */
  readonly bytes?: { readonly start: number; readonly end: number };
  readonly helpUri?: string;
  readonly cwe?: string;
  readonly dependency?: Dependency;
}

/** Most grave first, then by place. */
export function byGravity(a: Finding, b: Finding): number {
  return b.score - a.score || compare(a.file, b.file) || a.line - b.line || compare(a.rule, b.rule);
}

/** By code units: the same order everywhere, and far quicker than by locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
