import type { Coverage } from '../coverage/coverage.ts';
import type { DiffCoverage } from '../coverage/diff-coverage.ts';
import type { Failure } from './failures.ts';
import type { Leg } from '../legs/model.ts';
import { saidBy } from './said-by.ts';

/** Everything the step found. */
export interface Result {
  readonly legs: readonly Leg[];
  readonly failures: readonly Failure[];
  readonly coverage: Coverage;
  readonly diff: DiffCoverage;
  readonly junitDirectory: string;
  /** What a person should know besides, and what did not work without making the step red. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /** Why the step is red; empty when green. */
  readonly reason: string;
}

/** The step's failure line: every red leg by name, then what else is wrong. */
export function redReason(legs: readonly Leg[], others: readonly string[]): string {
  const red = saidBy(legs, ({ outcome, reason }) => (outcome === 'failed' ? reason : ''));
  const lines = red.map(({ names, says }) => `Python ${names}: ${says}`);
  return [...lines, ...others].filter(Boolean).join('\n');
}
