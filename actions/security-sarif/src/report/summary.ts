import {
  codeBlock,
  counted,
  details,
  escapeMarkdown,
  heading,
  type EventContext,
} from '@data-profiler-actions/action-kit';
import { severities, type Finding } from '@data-profiler-actions/sarif';
import type { Judged } from '../findings/judge.ts';
import type { Comparison } from '../gate/baseline.ts';
import type { Result } from '../gate/verdict.ts';
import { describeConfinement } from '../running/confinement.ts';
import type { Scans } from '../scanners/scan-all.ts';
import type { SarifFile } from '../upload/sarif-logs.ts';
import type { UploadOutcome } from '../upload/upload.ts';
import { findingsTable, hiddenTable, matrixTable, scannersTable } from './tables.ts';

export interface Story {
  readonly result: Result;
  readonly scans: Scans;
  readonly judged: Judged;
  readonly logs: readonly SarifFile[];
  readonly upload: UploadOutcome;
  /** Absent where nothing was compared. */
  readonly comparison?: Comparison | undefined;
  readonly event: EventContext;
  /** Findings that have no annotation. */
  readonly left: number;
}

export function securitySummary(story: Story): string[] {
  const { result, judged, event, comparison, scans } = story;
  const { reports } = scans;
  const { open } = judged;
  return [
    heading(3, `Security: ${result}`),
    inOneSentence(story),
    ...(open.length > 0
      ? [matrixTable(open), findingsTable(open, event, comparison && new Set(comparison.fresh))]
      : []),
    ...hiddenBlocks(story),
    ...comparisonBlocks(comparison),
    heading(4, 'What each scanner did'),
    scannersTable(reports),
    ...reports.flatMap(({ scanner, result: scan }) =>
      scan.ok || scan.detail === ''
        ? []
        : [details(`${scanner}: ${escapeMarkdown(scan.reason)}`, codeBlock(scan.detail))],
    ),
    ...confinementBlocks(scans),
    ...uploadBlocks(story),
  ];
}

function inOneSentence(story: Story): string {
  const {
    scans: { reports },
    judged: { hidden },
    left,
  } = story;
  const broken = reports.filter(({ result: scan }) => !scan.ok).map(({ scanner }) => `**${scanner}**`);
  return [
    whatWasFound(story),
    ...(hidden.length > 0 ? [`${counted(hidden.length, 'finding')} suppressed.`] : []),
    ...(broken.length > 0
      ? [
          `${broken.join(', ')} could not do ${broken.length === 1 ? 'its work: what it' : 'their work: what they'} would have found is unknown.`,
        ]
      : []),
    ...reports.flatMap(({ scanner, result: scan }) =>
      scan.ok && scan.unscanned ? [`⚠ ${scanner} did not scan ${counted(scan.unscanned.files.length, 'file')}.`] : [],
    ),
    ...(left > 0 ? [`${left} findings have no annotation: the worst ten have one, those on changed lines first.`] : []),
  ].join(' ');
}

function whatWasFound({ result, scans: { reports }, judged: { open, hidden } }: Story): string {
  if (open.length > 0) {
    const counts = severities
      .map((severity) => ({ severity, count: open.filter((finding) => finding.severity === severity).length }))
      .filter(({ count }) => count > 0)
      .map(({ severity, count }) => `${count} ${severity}`);
    return `${counted(open.length, 'finding')}: ${counts.join(', ')}.`;
  }
  if (result !== 'clean') return 'Nothing was found by the scanners that could do their work.';
  const names = reports.map(({ scanner }) => scanner).join(', ');
  return `${names} found nothing${hidden.length > 0 ? ' that is not suppressed' : ''}.`;
}

function hiddenBlocks({ judged: { open, hidden, ended, unused }, event }: Story): string[] {
  return [
    ...ended.map(
      ({ id, until, by, covers }) =>
        `⚠ The exception for **${escapeMarkdown(id)}** (${by}) ended on ${until}: ${back(open.filter(covers))}`,
    ),
    ...(hidden.length > 0
      ? [details(`${counted(hidden.length, 'finding')} suppressed: where, by what and why`, hiddenTable(hidden, event))]
      : []),
    ...(unused.length > 0
      ? [
          `Exceptions that matched nothing in this scan: ${unused.map(({ id, glob }) => escapeMarkdown(`${id} ${glob}`.trim())).join(', ')}.`,
        ]
      : []),
  ];
}

/** What an ended exception no longer hides. */
export function back(findings: readonly Finding[]): string {
  return findings.length === 0
    ? 'nothing needs it any more.'
    : `what it hid counts again (${counted(findings.length, 'finding')}).`;
}

function comparisonBlocks(comparison: Comparison | undefined): string[] {
  if (!comparison) return [];
  const { base, fresh, unknown } = comparison;
  return [
    `Compared with \`${base.replace(/^refs\/heads\//, '').replaceAll('`', '')}\`: ${fresh.length === 0 ? 'nothing is new' : `${fresh.length} new`}. Only new findings count for \`fail-on\`.`,
    ...unknown.map((reason) => `⚠ Everything counts as new: ${escapeMarkdown(reason)}.`),
  ];
}

/** How far the scanners could be trusted not to do more than scan. */
function confinementBlocks({ confinement, changed, notices }: Scans): string[] {
  const names = changed.slice(0, 10).map(escapeMarkdown).join(', ') + (changed.length > 10 ? ', …' : '');
  return [
    describeConfinement(confinement),
    ...(changed.length > 0 ? [`**${changed.length} files changed while scanners ran**: ${names}`] : []),
    ...notices.map((words) => `${escapeMarkdown(words)}.`),
  ];
}

function uploadBlocks({ upload, logs }: Story): string[] {
  const reason = upload.kind === 'uploaded' ? '' : escapeMarkdown(upload.reason).replaceAll('\n', '<br>');
  const words = {
    uploaded: `Uploaded to code scanning and processed: ${logs.map(({ category }) => escapeMarkdown(category)).join(', ')}.`,
    skipped: `Not uploaded to code scanning: ${reason}.`,
    refused: `⚠ **GitHub did not take everything**: ${reason}`,
    failed: `⛔ **The upload failed**: ${reason}`,
  };
  return [
    words[upload.kind],
    ...logs.flatMap(({ category, omissions }) =>
      omissions.map((what) => `⚠ Left out of the upload of ${escapeMarkdown(category)}: ${what}.`),
    ),
  ];
}
