import { compareSpecs, parseVersion } from '../interpreters/version-spec.ts';
import type { ShardRecord } from '../shards/shard.ts';

/** Words shared by the whole action. */
export type Suite = 'unit' | 'integration';

export type TestOutcome = 'passed' | 'failed' | 'error' | 'skipped' | 'xfailed' | 'xpassed';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  readonly xfailed: number;
  readonly xpassed: number;
}

/** A file's absolute path and a 1-based line. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One test as pytest reported it. Paths are absolute, lines 1-based, seconds those of its phases together. */
export interface TestResult {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly outcome: TestOutcome;
  readonly seconds: number;
  /** Where it failed in the project's own code; the test itself when that is not known. */
  readonly crashFile: string;
  readonly crashLine: number;
  readonly message: string;
  /** pytest's whole account of the failure. */
  readonly text: string;
  /** The innermost line of the project outside the test's own file that a failure passed through. */
  readonly product?: Place | undefined;
  /** How often it was run again after a failure, and the first failure's message. */
  readonly rerun?: { readonly times: number; readonly message: string } | undefined;
  /** What `record_property` noted. */
  readonly properties?: readonly (readonly [name: string, value: string])[];
}

/** A version and suite after it ended. */
export interface Leg {
  readonly version: string;
  readonly suite: Suite;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Empty only if passed. */
  readonly reason: string;
  readonly counts: Counts;
  readonly seconds: number;
  /** Of a passed leg: what a person should still know. */
  readonly warning: string;
  readonly tests: readonly TestResult[];
  /** Coverage data files of this leg. */
  readonly coverageFiles: readonly string[];
  /** What the leg's tests were taken from, where `shard` took a part of them. */
  readonly shard?: ShardRecord | undefined;
  /** The least coverage that pytest-cov’s own options ask for. */
  readonly covFailUnder?: number | undefined;
}

export const noCounts: Counts = { passed: 0, failed: 0, errors: 0, skipped: 0, xfailed: 0, xpassed: 0 };

/** A leg without any test. */
export function notRun(version: string, suite: Suite, outcome: 'failed' | 'skipped', reason: string): Leg {
  const nothing = { counts: noCounts, seconds: 0, warning: '', tests: [], coverageFiles: [] };
  return { version, suite, outcome, reason, ...nothing };
}

/** Whether a result makes its leg red. */
export const isRed = ({ outcome }: Pick<TestResult, 'outcome'>): boolean => outcome === 'failed' || outcome === 'error';

/** Counts of results, an error of collection included. */
export function countTests(tests: readonly TestResult[]): Counts {
  const of = (outcome: TestOutcome): number => tests.filter((test) => test.outcome === outcome).length;
  return {
    passed: of('passed'),
    failed: of('failed'),
    errors: of('error'),
    skipped: of('skipped'),
    xfailed: of('xfailed'),
    xpassed: of('xpassed'),
  };
}

/** Oldest first, by what `python-versions` calls them. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [parseVersion(a), parseVersion(b)];
  return first.ok && second.ok ? compareSpecs(first.spec, second.spec) : 0;
}
