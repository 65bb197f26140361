import {
  bar,
  codeBlock,
  details,
  escapeMarkdown,
  heading,
  table,
  type Annotation,
  type EventContext,
} from '@data-profiler-actions/action-kit';
import { byGravity, severities, type Finding, type Severity } from '@data-profiler-actions/sarif';
import type { Judged } from '../findings/exceptions.ts';
import type { Scans } from '../scanners/scan-all.ts';
import { describeConfinement } from '../running/confinement.ts';
import { scannerNames, type ScannerReport } from '../scanners/scanner.ts';
import type { UploadOutcome } from '../upload/upload.ts';
import type { Result } from '../gate/verdict.ts';

const levels: Readonly<Record<Severity, Annotation['level']>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
};
const shown = 200;

/** The worst first; scanners that failed before all, since what they would have said is unknown. */
export function annotationsOf(reports: readonly ScannerReport[], open: readonly Finding[]): Annotation[] {
  const broken = reports.flatMap(({ scanner, result }): Annotation[] =>
    result.ok
      ? []
      : [
          {
            level: 'error',
            title: `${scanner} could not do its work`,
            message: `${result.reason}\n${result.detail}`.trim(),
          },
        ],
  );
  const worst = [...open].sort(byGravity).map(({ severity, rule, message, file, line, scanners }): Annotation => ({
    level: levels[severity],
    title: `${rule} (${severity}, ${scanners.join(', ')})`,
    message,
    file,
    line,
  }));
  return [...broken, ...worst];
}

export interface Story {
  readonly result: Result;
  readonly reports: readonly ScannerReport[];
  readonly judged: Judged;
  readonly upload: UploadOutcome;
  readonly event: EventContext;
  readonly scans: Scans;
  /** Annotations that did not fit. */
  readonly left: number;
}

export function securitySummary(story: Story): string[] {
  const { result, reports, judged, upload, event, left } = story;
  const { open, excepted, ended } = judged;
  const uploaded =
    upload.kind === 'uploaded'
      ? `Uploaded to code scanning: ${upload.ids.length} runs, processed.`
      : `Not uploaded: ${escapeMarkdown(upload.reason)}`;
  return [
    heading(3, `Security: ${result}`),
    matrixTable(open),
    scannersTable(reports),
    ...confinementNotes(story.scans),
    ...(open.length > 0 ? [findingsTable(open, event)] : []),
    ...reports.flatMap(({ scanner, result: scan }) =>
      scan.ok ? [] : [details(`${scanner}: ${escapeMarkdown(scan.reason)}`, codeBlock(scan.detail))],
    ),
    ...(excepted.length > 0
      ? [
          details(
            `${excepted.length} findings are excepted`,
            table(
              ['rule', 'place', 'reason', 'until'],
              excepted.map(({ finding, exception }) => [
                finding.rule,
                `${escapeMarkdown(finding.file)}:${finding.line}`,
                escapeMarkdown(exception.reason),
                exception.until || 'for good',
              ]),
            ),
          ),
        ]
      : []),
    ...ended.map(
      ({ id, until }) => `The exception for ${escapeMarkdown(id)} ended on ${until}: what it hid counts again.`,
    ),
    uploaded + (left > 0 ? ` ${left} findings have no annotation: a step shows ten of each level.` : ''),
  ];
}

/** How far the scanners could be trusted not to do more than scan. */
function confinementNotes({ confinement, changed, notices }: Scans): string[] {
  const names = changed.slice(0, 10).map(escapeMarkdown).join(', ') + (changed.length > 10 ? ', …' : '');
  return [
    describeConfinement(confinement),
    ...(changed.length > 0 ? [`**${changed.length} files changed while scanners ran**: ${names}`] : []),
    ...notices.map((words) => `${escapeMarkdown(words)}.`),
  ];
}

function matrixTable(open: readonly Finding[]): string {
  const scanners = scannerNames.filter((scanner) => open.some((finding) => finding.scanners.includes(scanner)));
  const rows = severities.map((severity) => {
    const of = open.filter((finding) => finding.severity === severity);
    return [
      severity,
      ...scanners.map((scanner) => of.filter((finding) => finding.scanners.includes(scanner)).length),
      of.length,
      bar(open.length === 0 ? 0 : of.length / open.length),
    ];
  });
  return table(['severity', ...scanners, 'distinct', ''], rows);
}

function scannersTable(reports: readonly ScannerReport[]): string {
  const rows = scannerNames
    .flatMap((name) => reports.filter(({ scanner }) => scanner === name))
    .map(({ scanner, version, seconds, result }) => {
      const words = result.ok
        ? `${result.findings.length} findings`
        : `**could not do its work**: ${escapeMarkdown(result.reason)}`;
      return [
        scanner,
        version,
        `${seconds.toFixed(1)} s`,
        words,
        result.ok ? escapeMarkdown(result.notes.join('; ')) : '',
      ];
    });
  return table(['scanner', 'version', 'time', 'outcome', 'notes'], rows);
}

function findingsTable(open: readonly Finding[], { serverUrl, repository, sha }: EventContext): string {
  const rows = [...open]
    .sort(byGravity)
    .slice(0, shown)
    .map(({ severity, rule, file, line, title, scanners }) => [
      severity,
      escapeMarkdown(rule),
      `[${escapeMarkdown(file)}:${line}](${serverUrl}/${repository.fullName}/blob/${sha}/${encodeURI(file)}#L${line})`,
      escapeMarkdown(title),
      scanners.join(', '),
    ]);
  const more = open.length > shown ? `\n\n${open.length - shown} more are in the report.` : '';
  return table(['severity', 'rule', 'place', 'what', 'seen by'], rows) + more;
}
