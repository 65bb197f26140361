import { readFileSync } from 'node:fs';
import { messageOf, numbersIn, objectOf } from '@data-profiler-actions/action-kit';

export const nothingMeasured = 'no line of the project was measured';

/** Coverage of all versions and suites together, or why there is none. */
export type Coverage =
  | { readonly kind: 'off' }
  | { readonly kind: 'missing'; readonly why: string; readonly lost?: readonly string[] }
  | Measured;

export interface Measured {
  readonly kind: 'measured';
  readonly percent: number;
  /** Absolute paths of the combined reports; of the HTML report empty where the project does not ask for one. */
  readonly json: string;
  readonly xml: string;
  readonly html: string;
  readonly files: readonly FileCoverage[];
  /** Statements that one version alone ran. */
  readonly versionOnly: readonly VersionLines[];
  /** The limit in the project's own configuration, and the digits that it is compared with. */
  readonly configured: { readonly failUnder: number; readonly precision: number };
  /** Cobertura files by suite, with paths from the repository's root, where they were asked for. */
  readonly suiteXml: Readonly<Record<string, string>>;
  /** Legs that passed without any data, although their suite has some on another version. */
  readonly lost: readonly string[];
}

export interface FileCoverage {
  readonly file: string;
  readonly percent: number;
  /** 1-based statements. */
  readonly executedLines: readonly number[];
  readonly missingLines: readonly number[];
}

export interface VersionLines {
  readonly version: string;
  readonly file: string;
  readonly lines: readonly number[];
}

/** coverage.py's JSON report (format 3: `totals.percent_covered`, `files.*.summary`), as far as it is used. */
export function readCoverageJson(file: string): Pick<Measured, 'percent' | 'files'> | { readonly why: string } {
  try {
    const report = objectOf(JSON.parse(readFileSync(file, 'utf8')));
    const totals = objectOf(report['totals']);
    const percent = totals['percent_covered'];
    if (typeof percent !== 'number' || totals['num_statements'] === 0) return { why: nothingMeasured };
    const files = Object.entries(objectOf(report['files'])).map(([name, entry]) => describeFile(name, objectOf(entry)));
    return { percent, files };
  } catch (thrown) {
    return { why: `its report could not be read: ${messageOf(thrown)}` };
  }
}

function describeFile(file: string, entry: Readonly<Record<string, unknown>>): FileCoverage {
  return {
    file,
    percent: Number(objectOf(entry['summary'])['percent_covered'] ?? 0),
    executedLines: numbersIn(entry['executed_lines']),
    missingLines: numbersIn(entry['missing_lines']),
  };
}

/** Two decimals, rounded down: a limit that is just missed never looks reached. */
export const shownPercent = (percent: number): string => (Math.floor(percent * 100 + 1e-9) / 100).toFixed(2);
