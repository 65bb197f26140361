import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setOutputs } from '@data-profiler-actions/action-kit';
import { severities, type Finding } from '@data-profiler-actions/sarif';
import type { UploadOutcome } from './upload/upload.ts';
import type { Result } from './gate/verdict.ts';
import { scannerNames } from './scanners/scanner.ts';

export const outputNames = [
  'result',
  'findings',
  'sarif-directory',
  'sarif-files',
  'uploaded',
  'sarif-ids',
  'report',
] as const;

export interface SarifFile {
  readonly category: string;
  readonly text: string;
}

/** Writes each run to a file of its own, `<category>.sarif`; returns their paths. */
export function writeSarifFiles(directory: string, logs: readonly SarifFile[]): string[] {
  mkdirSync(directory, { recursive: true });
  return logs.map(({ category, text }) => {
    const file = join(directory, `${category.replace(/\/$/, '').replaceAll(/[^\w.-]+/g, '-')}.sarif`);
    writeFileSync(file, text);
    return file;
  });
}

export function countFindings(findings: readonly Finding[]): Record<string, unknown> {
  const count = (wanted: (finding: Finding) => boolean): number => findings.filter(wanted).length;
  return {
    total: findings.length,
    severity: Object.fromEntries(
      severities.map((severity) => [severity, count((finding) => finding.severity === severity)]),
    ),
    scanner: Object.fromEntries(
      scannerNames.map((scanner) => [scanner, count(({ scanners }) => scanners.includes(scanner))]),
    ),
  };
}

export function publishOutputs(
  result: Result,
  open: readonly Finding[],
  directory: string,
  files: readonly string[],
  upload: UploadOutcome,
): void {
  const report = join(directory, 'report.json');
  writeFileSync(report, JSON.stringify({ result, findings: open }, null, 2));
  setOutputs({
    result,
    findings: countFindings(open),
    'sarif-directory': directory,
    'sarif-files': files.join('\n'),
    uploaded: upload.kind === 'uploaded',
    'sarif-ids': upload.ids.join('\n'),
    report,
  });
}
