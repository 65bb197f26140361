import { bar, details, escapeMarkdown, table } from '@data-profiler-actions/action-kit';
import { shownPercent, type Coverage, type Measured, type VersionLines } from '../coverage/coverage.ts';
import type { DiffCoverage } from '../coverage/diff-coverage.ts';

const mostFiles = 20;
const mostRows = 200;

export function coverageBlocks(coverage: Coverage): string[] {
  if (coverage.kind === 'off') return [];
  if (coverage.kind === 'missing') return [`Coverage: unknown (${escapeMarkdown(coverage.why)})`];
  return [
    `Coverage of all versions together: ${shareBar(coverage.percent)} **${shownPercent(coverage.percent)} %**`,
    ...worstFiles(coverage),
    ...versionOnly(coverage.versionOnly),
  ];
}

function worstFiles({ files }: Measured): string[] {
  const worst = files
    .filter(({ missingLines }) => missingLines.length > 0)
    .sort((a, b) => b.missingLines.length - a.missingLines.length)
    .slice(0, mostFiles);
  if (worst.length === 0) return [];
  const rows = worst.map(({ file, percent, missingLines }) => [
    escapeMarkdown(file),
    `${shownPercent(percent)} %`,
    shorten(lineRanges(missingLines)),
  ]);
  return [details('Files with most lines not covered', table(['file', 'covered', 'lines missing'], rows))];
}

function versionOnly(found: readonly VersionLines[]): string[] {
  if (found.length === 0) return [];
  const rows = found
    .slice(0, mostRows)
    .map(({ version, file, lines }) => [version, escapeMarkdown(file), shorten(lineRanges(lines))]);
  return [
    details(
      `Lines that one version alone runs (in ${found.length} ${found.length === 1 ? 'place' : 'places'})`,
      table(['Python', 'file', 'lines'], rows),
    ),
  ];
}

export function diffBlocks({ percent, covered, missed }: DiffCoverage): string[] {
  if (percent === undefined) return [];
  const byFile = Map.groupBy(missed, ({ file }) => file);
  const rows = [...byFile]
    .slice(0, mostRows)
    .map(([file, lines]) => [escapeMarkdown(file), shorten(lineRanges(lines.map(({ line }) => line)))]);
  return [
    `Coverage of the changed lines: ${shareBar(percent)} **${shownPercent(percent)} %** (${covered} of ${covered + missed.length})`,
    ...(rows.length > 0 ? [details('Changed lines not covered', table(['file', 'lines'], rows))] : []),
  ];
}

/** Full only when nothing is missing. */
const shareBar = (percent: number): string => bar(Math.floor(percent / 10) / 10);

/** `3-5, 9` of 3, 4, 5, 9. */
export function lineRanges(lines: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && line <= last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}

const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)} …` : text);
