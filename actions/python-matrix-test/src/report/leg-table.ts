import { escapeMarkdown, table } from '@data-profiler-actions/action-kit';
import { saidBy } from './said-by.ts';
import { compareVersions, type Leg, type Suite } from '../legs/model.ts';

/** Versions × suites with counts and seconds, and under it the reason of each leg that has one. */
export function legBlocks(legs: readonly Leg[]): string[] {
  const told = saidBy(legs, ({ reason, warning }) => (reason || warning).split('\n')[0] ?? '');
  const reasons = told.map(({ names, says }) => `- **${names}**: ${escapeMarkdown(says)}`);
  return [legTable(legs), ...(reasons.length > 0 ? [reasons.join('\n')] : []), ...shardBlock(legs)];
}

function legTable(legs: readonly Leg[]): string {
  const suites = [...new Set(legs.map(({ suite }) => suite))];
  const versions = [...new Set(legs.map(({ version }) => version))].sort(compareVersions);
  const cell = (version: string, suite: Suite): string => {
    const leg = legs.find((each) => each.version === version && each.suite === suite);
    return leg ? describe(leg) : '';
  };
  return table(
    ['Python', ...suites],
    versions.map((version) => [version, ...suites.map((suite) => cell(version, suite))]),
  );
}

function describe({ outcome, counts, seconds }: Leg): string {
  const sign = { passed: '✅', failed: '❌', skipped: '➖' }[outcome];
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${count === 1 && name === 'errors' ? 'error' : name}`);
  const nothing = outcome === 'skipped' ? 'skipped' : 'no result';
  return `${sign} ${parts.join(', ') || nothing}${seconds > 0 ? ` · ${seconds.toFixed(1)} s` : ''}`;
}

function shardBlock(legs: readonly Leg[]): string[] {
  const part = legs.find(({ shard }) => shard)?.shard;
  if (!part) return [];
  return [
    `Shard **${part.index} of ${part.count}**: ${part.selected} of ${part.total} tests (division ${part.fingerprint}).`,
  ];
}
