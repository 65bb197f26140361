import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, printGroup, runProcess } from '@data-profiler-actions/action-kit';
import type { Leg } from '../legs/model.ts';
import { record } from '../environments/pyproject.ts';
import { assets } from '../environments/assets.ts';
import type { VersionPlace, Workplace } from '../environments/workplace.ts';

/** Coverage of all versions and suites together, or why there is none. */
export type Coverage =
  | { readonly kind: 'off' }
  | { readonly kind: 'missing'; readonly why: string }
  | {
      readonly kind: 'measured';
      readonly percent: number;
      readonly json: string;
      readonly xml: string;
      readonly files: readonly FileCoverage[];
    };

export interface FileCoverage {
  readonly file: string;
  readonly percent: number;
  /** 1-based statements. */
  readonly executedLines: readonly number[];
  readonly missingLines: readonly number[];
}

/** Combines the data of all legs with the newest Python's coverage: what only one version runs counts as covered. */
export async function combineCoverage(
  legs: readonly Leg[],
  newest: VersionPlace,
  directory: string,
  workplace: Workplace,
  signal: AbortSignal,
): Promise<Coverage> {
  const ran = legs.filter(({ tests }) => tests.length > 0);
  // A leg that ended well and touched no measured line hides nothing; one that broke off may.
  const without = ran.filter(({ outcome, coverageFiles }) => outcome !== 'passed' && coverageFiles.length === 0);
  if (ran.length === 0) return { kind: 'missing', why: 'no test ran' };
  if (without.length > 0)
    return {
      kind: 'missing',
      why: `no data came from ${without.map(({ version, suite }) => `${version} ${suite}`).join(', ')}`,
    };
  const files = ran.flatMap(({ coverageFiles }) => coverageFiles);
  if (files.length === 0) return { kind: 'missing', why: 'no line of the project was measured' };
  const result = await runProcess({
    command: newest.python,
    args: [join(assets(), 'dpa_coverage.py'), workplace.coverage, ...files],
    cwd: directory,
    env: newest.env,
    timeoutMs: 300_000,
    signal,
  });
  if (result.outcome !== 'exited' || result.exitCode !== 0) {
    printGroup('Coverage could not be combined', result.output);
    return { kind: 'missing', why: result.output.trim().split('\n').at(-1) ?? result.reason };
  }
  return readCoverage(join(workplace.coverage, 'coverage.json'), join(workplace.coverage, 'coverage.xml'));
}

/** Reads coverage.py's JSON report (format 3: `totals.percent_covered`, `files.*.summary`). */
export function readCoverage(json: string, xml: string): Coverage {
  try {
    const report = record(JSON.parse(readFileSync(json, 'utf8')));
    const percent = record(report['totals'])['percent_covered'];
    const statements = record(report['totals'])['num_statements'];
    if (typeof percent !== 'number' || statements === 0)
      return { kind: 'missing', why: 'no line of the project was measured' };
    const files = Object.entries(record(report['files'])).map(([file, entry]) => describeFile(file, record(entry)));
    return { kind: 'measured', percent, json, xml, files };
  } catch (thrown) {
    return { kind: 'missing', why: `its report could not be read: ${messageOf(thrown)}` };
  }
}

function describeFile(file: string, entry: Readonly<Record<string, unknown>>): FileCoverage {
  const lines = (key: string): number[] => {
    const value = entry[key];
    return Array.isArray(value) ? value.filter((line: unknown) => typeof line === 'number') : [];
  };
  return {
    file,
    percent: Number(record(entry['summary'])['percent_covered'] ?? 0),
    executedLines: lines('executed_lines'),
    missingLines: lines('missing_lines'),
  };
}

/** Two decimals, rounded down: a limit that is just missed never looks reached. */
export const shownPercent = (percent: number): string => (Math.floor(percent * 100 + 1e-9) / 100).toFixed(2);

/** Why the coverage makes the step red; empty if it does not. */
export function coverageFailure(coverage: Coverage, failUnder: number | undefined): string {
  if (failUnder === undefined || coverage.kind === 'off') return '';
  if (coverage.kind === 'missing')
    return `coverage is unknown (${coverage.why}), and fail-under asks for ${failUnder} %`;
  return coverage.percent < failUnder
    ? `coverage is ${shownPercent(coverage.percent)} %, fail-under asks for ${failUnder} %`
    : '';
}
