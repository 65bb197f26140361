import { counted, type Annotation } from '@data-profiler-actions/action-kit';
import { byGravity, type Finding, type Severity } from '@data-profiler-actions/sarif';
import type { ScannerReport } from '../scanners/scanner.ts';
import type { ChangedLines } from './changed-lines.ts';

const levels: Readonly<Record<Severity, Annotation['level']>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
};

/** More than that in a list of files nobody reads; the summary has them all. */
export const mostAnnotated = 10;

/** Scanners that failed, since what they would have said is unknown; then files that were not scanned. */
export function scannerAnnotations(reports: readonly ScannerReport[]): Annotation[] {
  const broken = reports.flatMap(({ scanner, result }): Annotation[] =>
    result.ok
      ? []
      : [
          {
            level: 'error',
            title: `${scanner} could not do its work`,
            message: `${result.reason}\n${lastWords(result.detail)}`.trim(),
          },
        ],
  );
  return [...broken, ...reports.flatMap(unscannedOf)];
}

/** The worst ten findings, those on lines of this change first. */
export function findingAnnotations(open: readonly Finding[], changed: ChangedLines): Annotation[] {
  return worstFirst(open, changed).slice(0, mostAnnotated).map(annotationOf);
}

/** One warning a scanner, at the first of the files that it did not look at. */
function unscannedOf({ scanner, result }: ScannerReport): Annotation[] {
  if (!result.ok || !result.unscanned) return [];
  const { files, why, remedy } = result.unscanned;
  const [first] = files;
  if (!first) return [];
  const names = files.slice(0, mostAnnotated).map(({ file, line, why: detail }) => `${file}:${line} (${detail})`);
  const more = files.length > names.length ? `\nand ${files.length - names.length} more` : '';
  return [
    {
      level: 'warning',
      title: `${scanner} did not scan ${counted(files.length, 'file')}`,
      message: `Not scanned: ${why}; ${remedy}.\n${names.join('\n')}${more}`,
      file: first.file,
      line: first.line,
    },
  ];
}

/** The summary has more; of a traceback the last line tells why. */
const lastWords = (detail: string): string => {
  const lines = detail.split('\n').filter((line) => line.trim() !== '');
  return (
    detail.includes('Traceback (most recent') || /^ {2}File "/m.test(detail) ? lines.slice(-1) : lines.slice(-8)
  ).join('\n');
};

export function worstFirst(open: readonly Finding[], changed: ChangedLines): Finding[] {
  const isChanged = ({ file, line }: Finding): boolean => changed.get(file)?.has(line) ?? false;
  return [...open].sort((a, b) => Number(isChanged(b)) - Number(isChanged(a)) || byGravity(a, b));
}

function annotationOf({ severity, rule, message, file, line, scanners }: Finding): Annotation {
  return { level: levels[severity], title: `${rule} (${severity}, ${scanners.join(', ')})`, message, file, line };
}
