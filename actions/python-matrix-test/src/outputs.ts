import { join } from 'node:path';
import { setOutputs } from '@data-profiler-actions/action-kit';
import { shownPercent } from './coverage/coverage.ts';
import type { Leg } from './legs/model.ts';
import { writeReport } from './report/report-file.ts';
import type { Result } from './report/result.ts';

export const outputNames = [
  'result',
  'legs',
  'tests',
  'failed',
  'coverage',
  'coverage-diff',
  'coverage-xml',
  'coverage-json',
  'junit-directory',
  'report',
] as const;

export function publishOutputs(result: Result, folder: string): void {
  const { legs, coverage, diff } = result;
  const measured = coverage.kind === 'measured' ? coverage : undefined;
  const outputs = {
    result: result.reason ? 'failed' : 'passed',
    legs: legs.map(describeLeg),
    tests: sum(legs, ({ tests }) => tests.length),
    failed: sum(legs, ({ counts }) => counts.failed + counts.errors),
    coverage: measured ? shownPercent(measured.percent) : '',
    'coverage-diff': diff.percent === undefined ? '' : shownPercent(diff.percent),
    'coverage-xml': measured?.xml ?? '',
    'coverage-json': measured?.json ?? '',
    'junit-directory': result.junitDirectory,
  };
  const report = join(folder, 'report.json');
  writeReport(report, outputs, result);
  setOutputs({ ...outputs, report });
}

/** Outputs of a step that stopped before any suite ran: `legs` are those it would have run. */
export function publishStopped(legs: readonly Leg[]): void {
  const empty = Object.fromEntries(outputNames.map((name) => [name, '']));
  setOutputs({ ...empty, result: 'failed', legs: legs.map(describeLeg), tests: 0, failed: 0 });
}

function describeLeg({
  version,
  suite,
  outcome,
  reason,
  counts,
  seconds,
}: Leg): Omit<Leg, 'warning' | 'tests' | 'coverageFiles'> {
  return { version, suite, outcome, reason, counts, seconds };
}

function sum(legs: readonly Leg[], of: (leg: Leg) => number): number {
  return legs.reduce((total, leg) => total + of(leg), 0);
}
