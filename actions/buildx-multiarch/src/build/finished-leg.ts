import type { LegResult } from './build-leg.ts';
import type { BuildResult } from './run-build.ts';

export type FinishedLeg = LegResult & { readonly result: Extract<BuildResult, { readonly ok: true }> };

/** The leg as a list of one; an empty one if its build failed. */
export function finished(done: LegResult): FinishedLeg[] {
  return done.result.ok ? [{ ...done, result: done.result }] : [];
}
