import { resolve } from 'node:path';
import type { VersionPlace } from '../environments/workplace.ts';
import type { Run } from '../legs/matrix.ts';
import type { Leg } from '../legs/model.ts';
import type { Setup } from '../setup.ts';
import { combineCoverage } from './combine.ts';
import type { Coverage } from './coverage.ts';
import { measureDiff, type DiffCoverage, type DiffGate } from './diff-coverage.ts';
import { coverageFailures, coverageGate, unheldGate } from './gate.ts';

/** The coverage of a run, and what it decides. */
export interface Judged {
  readonly coverage: Coverage;
  readonly diff: DiffCoverage;
  readonly failures: readonly string[];
  readonly note: string;
}

export interface Tested {
  readonly legs: readonly Leg[];
  readonly newest: VersionPlace;
  /** What `fail-under-diff` is to be held against. */
  readonly gate: DiffGate | undefined;
}

/** Combines the coverage of all legs and holds it against every limit. `relative` makes a path relative to the repository's root. */
export async function measureCoverage(
  { inputs, project }: Setup,
  { legs, newest, gate }: Tested,
  relative: (file: string) => string,
  { event, workplace, signal }: Run,
): Promise<Judged> {
  const { directory } = project;
  const request = { legs, newest, directory, event, bySuite: inputs.codecov !== 'off' };
  const coverage = inputs.coverage ? await combineCoverage(request, workplace, signal) : { kind: 'off' as const };
  const diff = measureDiff(coverage, gate, (file) => relative(resolve(directory, file)));
  const limit = coverageGate(inputs, legs);
  const failures = [...coverageFailures(coverage, limit), diff.failure].filter(Boolean);
  return { coverage, diff, failures, note: unheldGate(coverage, limit) };
}
