import { coverageFailure, type Coverage } from './coverage.ts';
import type { Failure } from './failures.ts';
import type { Leg } from './model.ts';

/** Everything the step found. */
export interface Result {
  readonly legs: readonly Leg[];
  readonly failures: readonly Failure[];
  readonly coverage: Coverage;
  readonly junitDirectory: string;
  /** Why the step is red; empty when green. */
  readonly reason: string;
}

/** The step's failure line: every red leg by name, then the coverage. */
export function redReason(legs: readonly Leg[], coverage: Coverage, failUnder: number | undefined): string {
  const red = legs.filter(({ outcome }) => outcome === 'failed');
  const byReason = new Map<string, string[]>();
  for (const { version, suite, reason } of red)
    byReason.set(reason, [...(byReason.get(reason) ?? []), `${version} ${suite}`]);
  const lines = [...byReason].map(([reason, names]) => `Python ${names.join(', ')}: ${reason}`);
  return [...lines, coverageFailure(coverage, failUnder)].filter(Boolean).join('\n');
}
