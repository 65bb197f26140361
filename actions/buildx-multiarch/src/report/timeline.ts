import { escapeMarkdown, table } from '@data-profiler-actions/action-kit';
import type { StageTime } from '../build/build-times.ts';

const width = 24;

/** When each stage began and how long it took, on one scale for all platforms. */
export function stageTimeline(stages: readonly StageTime[]): string {
  const first = Math.min(...stages.map(({ started }) => started));
  const span = Math.max(...stages.map(({ completed }) => completed)) - first || 1;
  const rows = stages.map(({ platform, stage, started, completed, steps, cached }) => [
    escapeMarkdown(stage),
    platform === '' ? 'all' : platform,
    `\`${lane((started - first) / span, (completed - first) / span)}\``,
    `${((completed - started) / 1000).toFixed(1)} s`,
    `${cached} of ${steps}`,
  ]);
  return table(['Stage', 'Platform', `0 to ${(span / 1000).toFixed(1)} s`, 'Took', 'Steps cached'], rows);
}

/** A lane of the timeline, from shares of the whole span; even the shortest stage shows. */
function lane(from: number, to: number): string {
  const start = Math.min(width - 1, Math.floor(from * width));
  const end = Math.max(start + 1, Math.round(to * width));
  return '·'.repeat(start) + '█'.repeat(end - start) + '·'.repeat(width - end);
}
