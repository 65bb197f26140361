export type Severity = 'low' | 'medium' | 'high' | 'critical';

export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** A vulnerable package behind a finding. */
export interface Dependency {
  /** Canonical name (PEP 503). */
  readonly package: string;
  readonly version: string;
  /** Every id of the vulnerability, the finding's own included. */
  readonly aliases: readonly string[];
  readonly fixedIn: readonly string[];
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

/** The bands of GitHub code scanning (docs, "SARIF support", property security-severity). */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

/** True where `severity` is at least as grave as `threshold`. */
export function reaches(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** Most grave first, then by place. */
export function byGravity(a: Finding, b: Finding): number {
  return b.score - a.score || a.file.localeCompare(b.file) || a.line - b.line || a.rule.localeCompare(b.rule);
}
