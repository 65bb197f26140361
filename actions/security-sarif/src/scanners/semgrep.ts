import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Severity } from '@data-profiler-actions/sarif';
import { listIn, numberOf, objectOf, readReport, textOf, textsIn, type JsonObject } from '../json.ts';
import { safeMessage } from '../findings/redact.ts';
import { portsOf } from '../running/ports.ts';
import { brokenEnd, runScanner } from './run-scanner.ts';
import { failed, type ScanRequest, type ScanResult } from './scanner.ts';

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
  const environment = {
    SEMGREP_SETTINGS_FILE: join(request.scratch, 'settings.yml'),
    SEMGREP_LOG_FILE: join(request.scratch, 'semgrep.log'),
  };
  const isLocal = existsSync(join(request.folder, request.inputs.semgrepConfig));
  const ports = isLocal ? [] : portsOf(['https://semgrep.dev']);
  const run = await runScanner(request, [...flags, ...request.inputs.paths], { environment, ports, git: true });
  const hint = isLocal ? '' : ` (rules: ${request.inputs.semgrepConfig})`;
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
  const partly = [...new Set(listIn(report['errors']).map(({ path }) => textOf(path)))].filter((path) => path !== '');
  return {
    ok: true,
    findings: listIn(report['results']).map((result) => findingOf(result, prefix)),
    notes: [
      `${scanned.length} files read`,
      ...(partly.length > 0 ? [`read only in part, they do not parse: ${partly.join(', ')}`] : []),
    ],
  };
}

function findingOf(result: JsonObject, prefix: string): Finding {
  const extra = objectOf(result['extra']);
  const metadata = objectOf(extra['metadata']);
  const [start, end] = [objectOf(result['start']), objectOf(result['end'])];
  const rule = textOf(result['check_id']).split('.').at(-1) ?? '';
  const cwe = /CWE-\d+/.exec([metadata['cwe']].flat().map(String).join(' '))?.[0];
  return {
    scanners: ['semgrep'],
    rule,
    title: rule.replaceAll('-', ' '),
    message: safeMessage(textOf(extra['message']).trim(), rule, cwe) || rule,
    ...(grades[textOf(extra['severity']).toUpperCase()] ?? mildest),
    file: prefix + textOf(result['path']).replace(/^\.\//, ''),
    line: numberOf(start['line']),
    ...(start['line'] === end['line'] && {
      bytes: { start: numberOf(start['col']) - 1, end: numberOf(end['col']) - 1 },
    }),
    ...(cwe !== undefined && { cwe }),
  };
}
