import type { Leg } from '../legs/model.ts';
import { shownPercent, type Coverage } from './coverage.ts';

/** The limits that coverage is held against, in percent; undefined where there is none. */
export interface Gate {
  readonly input: number | undefined;
  /** `--cov-fail-under`, which pytest-cov does not hold in these runs. */
  readonly pytestCov: number | undefined;
  /** One part of the tests can't reach what the whole must. */
  readonly sharded: boolean;
}

/** The input, and where it is not given what the legs' pytest-cov was told. */
export function coverageGate(
  inputs: { readonly failUnder: number | undefined; readonly shard: unknown },
  legs: readonly Leg[],
): Gate {
  const asked = legs.flatMap(({ covFailUnder }) => (covFailUnder === undefined ? [] : [covFailUnder]));
  return {
    input: inputs.failUnder,
    pytestCov: asked.length > 0 ? Math.max(...asked) : undefined,
    sharded: inputs.shard !== undefined,
  };
}

/** Why the coverage makes the step red; empty if it does not. The input goes before what the project's configuration says. */
export function coverageFailures(coverage: Coverage, gate: Gate): string[] {
  if (coverage.kind === 'off') return [];
  const lost = (coverage.lost ?? []).map(
    (leg) => `no coverage data came from ${leg}, although its tests passed and were measured on other versions`,
  );
  return [...lost, gateFailure(coverage, gate)].filter(Boolean);
}

function gateFailure(coverage: Exclude<Coverage, { kind: 'off' }>, { input, pytestCov, sharded }: Gate): string {
  if (coverage.kind === 'missing') {
    if (input !== undefined) return `coverage is unknown (${coverage.why}), and fail-under asks for ${input} %`;
    if (pytestCov === undefined || sharded) return '';
    return `coverage is unknown (${coverage.why}), and --cov-fail-under asks for ${pytestCov} %`;
  }
  const is = `coverage is ${shownPercent(coverage.percent)} %`;
  if (input !== undefined) return coverage.percent < input ? `${is}, fail-under asks for ${input} %` : '';
  if (sharded) return '';
  if (pytestCov !== undefined)
    return coverage.percent < pytestCov ? `${is}, --cov-fail-under asks for ${pytestCov} %` : '';
  return missesConfigured(coverage.percent, coverage.configured)
    ? `${is}, fail_under of the project’s coverage configuration asks for ${coverage.configured.failUnder} %`
    : '';
}

/** As coverage.py compares: rounded to the configured digits, and 100 only when nothing is missing. */
function missesConfigured(
  percent: number,
  { failUnder, precision }: { failUnder: number; precision: number },
): boolean {
  if (failUnder === 100 && percent !== 100) return true;
  const scale = 10 ** precision;
  return Math.round(percent * scale) / scale < failUnder;
}

/** What a step with a shard should say of a limit that it does not hold. */
export function unheldGate(coverage: Coverage, { input, pytestCov, sharded }: Gate): string {
  const configured = coverage.kind === 'measured' ? coverage.configured.failUnder : 0;
  if (!sharded || input !== undefined || (pytestCov === undefined && configured === 0)) return '';
  return 'The project’s own coverage limit is not held in a shard: hold the merged coverage of all shards against it.';
}
