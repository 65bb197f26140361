import { scoreOfVector } from './cvss.ts';

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** Gravest first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** What a score rests on, the best ground first. `assumed`: nobody said anything. */
export const bases = ['cvss', 'cvss-v2', 'scanner', 'assumed'] as const;
export type Basis = (typeof bases)[number];

export interface Grade {
  readonly severity: Severity;
  /** Above 0 and at most 10. */
  readonly score: number;
  readonly basis: Basis;
}

/** What a scanner says of a finding's gravity; numbers are base scores, 0 where there is none. */
export interface Testimony {
  /** CVSS v3 and v4. */
  readonly scores?: readonly number[];
  readonly scoresV2?: readonly number[];
  /** `CVSS:4.0/…`, `CVSS:3.1/…`, or without a prefix for v2; read where there is no score. */
  readonly vectors?: readonly string[];
  /** The scanner's own word, in any case. */
  readonly word?: string;
}

/** The scores of words: inside GitHub's bands, and those of Trivy's own SARIF, so that thresholds mean the same after a migration. */
const scoreOfWord: Readonly<Record<string, number>> = {
  critical: 9.5,
  high: 8,
  error: 8,
  important: 8,
  medium: 5.5,
  moderate: 5.5,
  warning: 5.5,
  low: 2,
  info: 2,
  note: 2,
};
/** For a finding of which nobody says how grave it is: the middle of GitHub's medium band. */
const assumedScore = 5.5;

/** The gravest CVSS v3 or v4 score, else the gravest of v2, else the scanner's word, else medium. */
export function gradeOf({ scores = [], scoresV2 = [], vectors = [], word = '' }: Testimony): Grade {
  const worst = (candidates: readonly number[]): number => Math.max(0, ...candidates.filter((score) => score <= 10));
  const isV2 = (vector: string): boolean => !vector.startsWith('CVSS:');
  const measured =
    worst(scores) || worst(vectors.filter((vector) => !isV2(vector)).map((vector) => scoreOfVector(vector) ?? 0));
  if (measured > 0) return graded(measured, 'cvss');
  const older = worst(scoresV2) || worst(vectors.filter(isV2).map((vector) => scoreOfVector(vector) ?? 0));
  if (older > 0) return graded(older, 'cvss-v2');
  const said = scoreOfWord[word.toLowerCase()];
  return said === undefined ? graded(assumedScore, 'assumed') : graded(said, 'scanner');
}

const graded = (score: number, basis: Basis): Grade => ({ severity: severityOfScore(score), score, basis });

/** The bands of GitHub code scanning (docs, "SARIF support", property security-severity) and of CVSS. */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

/** True where `severity` is at least as grave as `threshold`. */
export function reaches(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}
