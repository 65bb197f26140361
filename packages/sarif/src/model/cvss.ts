import calculator from 'ae-cvss-calculator';

/** The part of the library that is used. */
interface Calculator {
  fromVector(vector: string): { calculateScores(): { base?: unknown } } | null | undefined;
}

/** The score of a CVSS vector of version 2, 3.0, 3.1 or 4.0 (first.org); undefined where it is none, or incomplete. */
export function scoreOfVector(vector: string): number | undefined {
  try {
    const score = (calculator as Calculator).fromVector(vector)?.calculateScores().base;
    return typeof score === 'number' && score >= 0 && score <= 10 ? score : undefined;
  } catch {
    return undefined;
  }
}
