import { details, escapeMarkdown, table } from '@data-profiler-actions/action-kit';
import type { Leg } from '../legs/model.ts';

/** A test that passed only when it was run again. */
export interface Flaky {
  readonly id: string;
  /** Runs until it passed, the most of any version. */
  readonly runs: number;
  readonly versions: readonly string[];
  /** Why its first run failed. */
  readonly message: string;
}

export interface Slow {
  readonly id: string;
  /** The longest of its legs. */
  readonly seconds: number;
  readonly version: string;
}

const slowestShown = 10;
const flakyShown = 50;
/** What is faster shows as nothing. */
const leastSeconds = 0.005;

export function flakyTests(legs: readonly Leg[]): Flaky[] {
  const found = new Map<string, Flaky>();
  for (const { version, tests } of legs)
    for (const { id, outcome, rerun } of tests) {
      if (!rerun || outcome !== 'passed') continue;
      const known = found.get(id);
      const versions = [...new Set([...(known?.versions ?? []), version])];
      const runs = Math.max(known?.runs ?? 0, rerun.times + 1);
      found.set(id, { id, runs, versions, message: known?.message ?? rerun.message });
    }
  return [...found.values()];
}

export function slowestTests(legs: readonly Leg[], count = slowestShown): Slow[] {
  const longest = new Map<string, Slow>();
  for (const { version, tests } of legs)
    for (const { id, seconds } of tests)
      if (seconds > (longest.get(id)?.seconds ?? -1)) longest.set(id, { id, seconds, version });
  return [...longest.values()].sort((a, b) => b.seconds - a.seconds).slice(0, count);
}

export function flakyBlocks(flaky: readonly Flaky[]): string[] {
  if (flaky.length === 0) return [];
  const rows = flaky
    .slice(0, flakyShown)
    .map(({ id, runs, versions, message }) => [
      escapeMarkdown(id),
      runs,
      versions.join(', '),
      escapeMarkdown((message.split('\n')[0] ?? '').slice(0, 200)),
    ]);
  const title = `⚠️ ${flaky.length} flaky ${flaky.length === 1 ? 'test' : 'tests'}: passed only when run again`;
  return [details(title, table(['test', 'runs', 'Python', 'first failure'], rows))];
}

export function slowestBlocks(slow: readonly Slow[]): string[] {
  const rows = slow
    .filter(({ seconds }) => seconds >= leastSeconds)
    .map(({ id, seconds, version }) => [escapeMarkdown(id), `${seconds.toFixed(2)} s`, version]);
  return rows.length === 0 ? [] : [details('Slowest tests', table(['test', 'longest', 'on Python'], rows))];
}
