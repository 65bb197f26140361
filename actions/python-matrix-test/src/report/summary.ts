import { escapeMarkdown, heading } from '@data-profiler-actions/action-kit';
import { coverageBlocks, diffBlocks } from './coverage-blocks.ts';
import { failureBlocks } from './failure-blocks.ts';
import { legBlocks } from './leg-table.ts';
import type { Result } from './result.ts';
import { flakyBlocks, flakyTests, slowestBlocks, slowestTests } from './test-lists.ts';

/** The step's summary. Every list in it is bounded, so that it stays under GitHub's limit. */
export function summaryBlocks(
  { legs, failures, coverage, diff, reason, notes, warnings }: Result,
  unannotated: number,
): string[] {
  return [
    heading(3, `${reason ? '❌' : '✅'} Python tests`),
    ...legBlocks(legs),
    ...[...warnings, ...notes].map((note) => `> ${escapeMarkdown(note)}`),
    ...failureBlocks(failures, unannotated),
    ...coverageBlocks(coverage),
    ...diffBlocks(diff),
    ...flakyBlocks(flakyTests(legs)),
    ...slowestBlocks(slowestTests(legs)),
  ];
}
