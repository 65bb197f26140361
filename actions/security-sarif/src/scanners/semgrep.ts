import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Severity } from '@data-profiler-actions/sarif';
import { listIn, numberOf, objectOf, readReport, textOf, textsIn, type JsonObject } from '../json.ts';
import { brokenEnd, runScanner } from '../run-scanner.ts';
import { failed, type ScanRequest, type ScanResult } from '../scanner.ts';

const grades: Readonly<Record<string, { severity: Severity; score: number }>> = {
  CRITICAL: { severity: 'critical', score: 9.5 },
  HIGH: { severity: 'high', score: 8 },
  ERROR: { severity: 'high', score: 8 },
  MEDIUM: { severity: 'medium', score: 5.5 },
  WARNING: { severity: 'medium', score: 5.5 },
};
const mildest = { severity: 'low', score: 2.5 } as const;

export async function scanWithSemgrep(request: ScanRequest): Promise<ScanResult> {
  const report = join(request.scratch, 'semgrep.json');
  const flags = [
    'scan',
    '--config',
    request.inputs.semgrepConfig,
    '--json-output',
    report,
    '--metrics=off',
    '--disable-version-check',
    '--no-error',
    '-q',
  ];
  const extra = {
    SEMGREP_SETTINGS_FILE: join(request.scratch, 'settings.yml'),
    SEMGREP_LOG_FILE: join(request.scratch, 'semgrep.log'),
    PYTHONUTF8: '1',
  };
  const run = await runScanner(request, [...flags, ...request.inputs.paths], extra);
  const hint = existsSync(join(request.folder, request.inputs.semgrepConfig))
    ? ''
    : ` (rules: ${request.inputs.semgrepConfig})`;
  const broken = brokenEnd(run, [0]);
  return broken && !broken.ok
    ? { ...broken, reason: broken.reason + hint }
    : readSemgrep(readReport(report), request.prefix, run.output);
}

/** Semgrep writes a valid, empty report for rules that do not load and for a tree that it skipped whole. */
export function readSemgrep(report: JsonObject | undefined, prefix: string, output = ''): ScanResult {
  if (!report) return failed('it left no readable report', output);
  const errors = listIn(report['errors']).filter(({ level }) => level === 'error');
  if (errors.length > 0)
    return failed('it reports errors of its own', errors.map((error) => textOf(error['message'])).join('\n'));
  const scanned = textsIn(objectOf(report['paths'])['scanned']);
  if (scanned.length === 0) return failed('it read no file: all are ignored, or the rules are empty', output);
  return {
    ok: true,
    findings: listIn(report['results']).map((result) => findingOf(result, prefix)),
    notes: [`${scanned.length} files read`],
  };
}

function findingOf(result: JsonObject, prefix: string): Finding {
  const extra = objectOf(result['extra']);
  const metadata = objectOf(extra['metadata']);
  const rule = textOf(result['check_id']).split('.').at(-1) ?? '';
  const [message = '', ...more] = textOf(extra['message']).trim().split('\n');
  const cwe = /CWE-\d+/.exec([metadata['cwe']].flat().map(String).join(' '))?.[0];
  return {
    scanners: ['semgrep'],
    rule,
    title: rule.replaceAll('-', ' '),
    message: [message, ...more].join('\n'),
    ...(grades[textOf(extra['severity']).toUpperCase()] ?? mildest),
    file: prefix + textOf(result['path']).replace(/^\.\//, ''),
    line: numberOf(objectOf(result['start'])['line']),
    ...(cwe !== undefined && { cwe }),
  };
}
