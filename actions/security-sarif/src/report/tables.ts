import { bar, counted, escapeMarkdown, table, type EventContext } from '@data-profiler-actions/action-kit';
import { byGravity, severities, type Finding } from '@data-profiler-actions/sarif';
import type { Hidden } from '../findings/judge.ts';
import { scannerNames, type ScannerReport, type Unscanned } from '../scanners/scanner.ts';

const shown = 200;

/** Severity × scanner; a finding that several saw counts once in the last column. */
export function matrixTable(open: readonly Finding[]): string {
  const scanners = scannerNames.filter((scanner) => open.some((finding) => finding.scanners.includes(scanner)));
  const rows = severities.map((severity) => {
    const of = open.filter((finding) => finding.severity === severity);
    return [
      severity,
      ...scanners.map((scanner) => of.filter((finding) => finding.scanners.includes(scanner)).length || ''),
      of.length,
      bar(open.length === 0 ? 0 : of.length / open.length),
    ];
  });
  return table(['severity', ...scanners, 'distinct', ''], rows);
}

export function scannersTable(reports: readonly ScannerReport[]): string {
  const longest = Math.max(...reports.map(({ seconds }) => seconds));
  const rows = scannerNames
    .flatMap((name) => reports.filter(({ scanner }) => scanner === name))
    .map(({ scanner, version, seconds, result }) => [
      scanner,
      version,
      `${bar(longest > 0 ? seconds / longest : 0)} ${seconds.toFixed(1)} s`,
      result.ok
        ? countOf(result.findings.length, result.suppressed?.length ?? 0)
        : `**could not do its work**: ${escapeMarkdown(result.reason)}`,
      result.ok ? escapeMarkdown([...result.notes, ...unscannedNote(result.unscanned)].join('; ')) : '',
    ]);
  return table(['scanner', 'version', 'time', 'outcome', 'notes'], rows);
}

function unscannedNote(unscanned: Unscanned | undefined): string[] {
  if (!unscanned) return [];
  const names = unscanned.files.slice(0, 10).map(({ file }) => file);
  const more = unscanned.files.length > names.length ? ', …' : '';
  return [`${counted(unscanned.files.length, 'file')} not scanned, ${unscanned.why}: ${names.join(', ')}${more}`];
}

function countOf(open: number, suppressed: number): string {
  const found = open === 1 ? '1 finding' : `${open} findings`;
  return suppressed === 0 ? found : `${found}, ${suppressed} suppressed in the repository`;
}

/** The gravest of what is open, each linked to its line. `fresh`: those that the base branch does not have, where that was looked up. */
export function findingsTable(open: readonly Finding[], event: EventContext, fresh?: ReadonlySet<Finding>): string {
  const rows = [...open]
    .sort(byGravity)
    .slice(0, shown)
    .map((finding) => [
      finding.severity,
      ruleLink(finding),
      placeLink(finding, event),
      escapeMarkdown(finding.title),
      finding.scanners.join(', '),
      ...(fresh ? [fresh.has(finding) ? '**new**' : ''] : []),
    ]);
  const more = open.length > shown ? `\n\n${open.length - shown} more are in the report.` : '';
  return table(['severity', 'rule', 'place', 'what', 'seen by', ...(fresh ? ['new'] : [])], rows) + more;
}

export function hiddenTable(hidden: readonly Hidden[], event: EventContext): string {
  const rows = hidden
    .slice(0, shown)
    .map(({ finding, by, reason, until }) => [
      finding.severity,
      ruleLink(finding),
      placeLink(finding, event),
      escapeMarkdown(by),
      reason === '' ? '(none given)' : escapeMarkdown(reason),
      until || 'for good',
    ]);
  const more = hidden.length > shown ? `\n\n${hidden.length - shown} more are not shown.` : '';
  return table(['severity', 'rule', 'place', 'suppressed by', 'reason', 'until'], rows) + more;
}

function ruleLink({ rule, helpUri = '' }: Finding): string {
  const words = escapeMarkdown(rule);
  return /^https?:\/\/[^\s<>()"]+$/.test(helpUri) ? `[${words}](${helpUri})` : words;
}

function placeLink({ file, line }: Finding, { serverUrl, repository, sha }: EventContext): string {
  const path = file
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll(/[()]/g, (mark) => (mark === '(' ? '%28' : '%29'));
  return `[${escapeMarkdown(file)}:${line}](${serverUrl}/${repository.fullName}/blob/${sha}/${path}#L${line})`;
}
