import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setOutputs } from '@data-profiler-actions/action-kit';
import { severities, type Finding } from '@data-profiler-actions/sarif';
import type { Comparison } from './gate/baseline.ts';
import type { SarifFile } from './upload/sarif-logs.ts';
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

/** Writes each run to a file of its own, whatever becomes of its upload; returns their paths. */
export function writeSarifFiles(directory: string, logs: readonly SarifFile[]): string[] {
  mkdirSync(directory, { recursive: true });
  return logs.map(({ name, text }) => {
    const file = join(directory, name);
    writeFileSync(file, text);
    return file;
  });
}

function countFindings(findings: readonly Finding[]): Record<string, unknown> {
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

export interface Outcome {
  readonly result: Result;
  readonly open: readonly Finding[];
  readonly comparison: Comparison | undefined;
  /** Absolute. */
  readonly directory: string;
  readonly files: readonly string[];
  readonly upload: UploadOutcome;
}

export function publishOutputs({ result, open, comparison, directory, files, upload }: Outcome): void {
  const report = join(directory, 'report.json');
  const fresh = new Set(comparison?.fresh);
  const findings = open.map((finding) => (comparison ? { ...finding, new: fresh.has(finding) } : finding));
  writeFileSync(report, JSON.stringify({ result, findings }, null, 2));
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
