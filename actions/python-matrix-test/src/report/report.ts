import { bar, codeBlock, details, escapeMarkdown, heading, table } from '@data-profiler-actions/action-kit';
import { shownPercent, type Coverage } from '../coverage/coverage.ts';
import type { DiffCoverage } from '../coverage/diff-coverage.ts';
import type { Failure } from './failures.ts';
import { compareVersions, type Leg, type Suite } from '../legs/model.ts';
import type { Result } from './result.ts';

const longestText = 20_000;

/** The step's summary, most important block first: what passes GitHub's limit is cut from the end. */
export function summaryBlocks({ legs, failures, coverage, diff, reason }: Result, unannotated: number): string[] {
  return [
    heading(3, `${reason ? '❌' : '✅'} Python tests`),
    legTable(legs),
    ...legs
      .filter((leg) => leg.reason || leg.warning)
      .map(
        (leg) =>
          `- **${leg.version} ${leg.suite}**: ${escapeMarkdown((leg.reason || leg.warning).split('\n')[0] ?? '')}`,
      ),
    ...coverageBlocks(coverage),
    ...diffBlocks(diff),
    ...(failures.length > 0
      ? [heading(4, `${failures.length} distinct ${failures.length === 1 ? 'failure' : 'failures'}`)]
      : []),
    ...(unannotated > 0 ? [`${unannotated} of them are not annotated: a step shows ten.`] : []),
    ...failures.map(failureBlock),
  ];
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
    .map(([name, count]) => `${count} ${name}`);
  return `${sign} ${parts.join(', ') || (outcome === 'skipped' ? 'skipped' : 'no result')}${seconds > 0 ? ` · ${seconds.toFixed(1)} s` : ''}`;
}

function coverageBlocks(coverage: Coverage): string[] {
  if (coverage.kind === 'off') return [];
  if (coverage.kind === 'missing') return [`Coverage: unknown (${escapeMarkdown(coverage.why)})`];
  const worst = coverage.files
    .filter(({ missingLines }) => missingLines.length > 0)
    .sort((a, b) => b.missingLines.length - a.missingLines.length)
    .slice(0, 20);
  const rows = worst.map(({ file, percent, missingLines }) => [
    escapeMarkdown(file),
    `${shownPercent(percent)} %`,
    missingLines.length,
  ]);
  return [
    `Coverage of all versions together: ${bar(coverage.percent / 100)} **${shownPercent(coverage.percent)} %**`,
    ...(rows.length > 0
      ? [details('Files with most lines not covered', table(['file', 'covered', 'lines missing'], rows))]
      : []),
  ];
}

function diffBlocks({ percent, covered, missed }: DiffCoverage): string[] {
  if (percent === undefined) return [];
  const rows = missed.slice(0, 200).map(({ file, line }) => [escapeMarkdown(file), line]);
  return [
    `Coverage of the changed lines: ${bar(percent / 100)} **${shownPercent(percent)} %** (${covered} of ${covered + missed.length})`,
    ...(rows.length > 0 ? [details('Changed lines not covered', table(['file', 'line'], rows))] : []),
  ];
}

function failureBlock({ test, file, line, versions }: Failure): string {
  const title = `${escapeHtml(test.id)} · Python ${versions.join(', ')} · ${escapeHtml(file)}:${line}`;
  return details(title, codeBlock(test.text.slice(0, longestText) || test.message));
}

const escapeHtml = (untrusted: string): string =>
  untrusted.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', '&#64;');
