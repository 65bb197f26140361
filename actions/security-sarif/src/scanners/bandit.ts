import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  counted,
  numberOf,
  objectOf,
  objectsIn,
  textOf,
  type JsonObject,
  type ProcessResult,
} from '@data-profiler-actions/action-kit';
import { gradeOf, type Finding } from '@data-profiler-actions/sarif';
import { withoutSecrets } from '../findings/redact.ts';
import type { Suppressed } from '../findings/suppression.ts';
import { banditSettings } from './bandit-settings.ts';
import { brokenEnd, runScanner } from './run-scanner.ts';
import { failed, type ScanRequest, type ScanResult } from './scanner.ts';
import { readReport } from './read-report.ts';

export async function scanWithBandit(request: ScanRequest): Promise<ScanResult> {
  const { inputs, scratch, settings } = request;
  const report = join(scratch, 'bandit.json');
  const { flags, excluded } = banditSettings(settings, scratch);
  const args = ['-r', '-f', 'json', '-o', report, '--exit-zero', '-q', '-x', excluded, ...flags];
  const look = (...more: string[]): Promise<ProcessResult> =>
    runScanner(request, [...args, ...more, ...inputs.paths], { read: [...settings.files.values()] });
  const run = await look();
  const read = readReport(report, 'results');
  const result = brokenEnd(run, [0]) ?? readBandit(read, request.prefix, run.output);
  if (!result.ok || !hasMarks(read)) return result;
  rmSync(report, { force: true });
  await look('--ignore-nosec');
  const all = readBandit(readReport(report, 'results'), request.prefix);
  return { ...result, suppressed: all.ok ? behindMarks(all.findings, result.findings) : [] };
}

/** Bandit counts what `# nosec` hides, without saying what it is. */
function hasMarks(report: JsonObject | undefined): boolean {
  const totals = objectOf(objectOf(report?.['metrics'])['_totals']);
  return numberOf(totals['nosec']) + numberOf(totals['skipped_tests']) > 0;
}

/** A second look that passes over no mark finds more than the first: what the marks hide. */
function behindMarks(all: readonly Finding[], open: readonly Finding[]): Suppressed[] {
  const known = new Set(open.map(identity));
  return all
    .filter((finding) => !known.has(identity(finding)))
    .map((finding) => ({ finding, by: '# nosec', reason: '' }));
}

const identity = ({ rule, file, line, bytes }: Finding): string =>
  JSON.stringify([rule, file, line, bytes?.start, bytes?.end]);

/** Bandit exits 0 for targets that do not exist and for files that it cannot parse: its counts tell whether it looked. */
export function readBandit(report: JsonObject | undefined, prefix: string, output = ''): ScanResult {
  if (!report) return failed('it left no readable report', output);
  const errors = objectsIn(report['errors']).map(
    (error) => `${textOf(error['filename']).replace(/^\.\//, '')}: ${textOf(error['reason'])}`,
  );
  const read = numberOf(objectOf(objectOf(report['metrics'])['_totals'])['loc']);
  if (read === 0)
    return failed(
      errors.length > 0 ? 'it could read none of the files' : 'it found no Python code to read',
      errors.join('\n'),
    );
  if (errors.length > 0) {
    const which =
      errors.length === 1 ? `1 file, ${errors.join()}` : `${errors.length} files, the first ${errors[0] ?? ''}`;
    return failed(
      `it could not read ${which}; mend it, or exclude it (exclude_dirs of Bandit’s settings)`,
      errors.join('\n'),
    );
  }
  return {
    ok: true,
    findings: objectsIn(report['results']).map((result) => findingOf(result, prefix)),
    notes: [`${counted(read, 'line')} read`],
  };
}

/** These rules quote the password that they found. */
const quoting = new Set(['B105', 'B106', 'B107']);

function findingOf(result: JsonObject, prefix: string): Finding {
  const rule = textOf(result['test_id']);
  const said = textOf(result['issue_text']);
  const message = withoutSecrets(quoting.has(rule) ? said.replace(/:\s*'.*'$/s, ' (its value is not shown)') : said);
  const range = result['line_range'];
  const cwe = numberOf(objectOf(result['issue_cwe'])['id']);
  return {
    scanners: ['bandit'],
    rule,
    title: (message.split(/[.:]\s|[.,]?\s*\(/)[0] ?? rule).replace(/\.$/, ''),
    message,
    ...gradeOf({ word: textOf(result['issue_severity']) }),
    file: prefix + textOf(result['filename']).replace(/^\.\//, ''),
    line: numberOf(result['line_number']),
    ...(Array.isArray(range) &&
      range.length === 1 && {
        bytes: { start: numberOf(result['col_offset']), end: numberOf(result['end_col_offset']) },
      }),
    helpUri: textOf(result['more_info']),
    ...(cwe > 0 && { cwe: `CWE-${String(cwe).padStart(3, '0')}` }),
  };
}
