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
import { findUnparsed, type NoPython, type Unparsed } from './no-python.ts';
import { failed, type ScanRequest, type ScanResult, type Unscanned } from './scanner.ts';
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
  const broken = brokenEnd(run, [0]);
  if (broken) return broken;
  const failures = objectsIn(read?.['errors']).map(({ filename }) => textOf(filename));
  const unparsed = failures.length > 0 ? await findUnparsed(request, failures) : undefined;
  const result = readBandit(read, request.prefix, { output: run.output, unparsed });
  if (!result.ok || !hasMarks(read)) return result;
  rmSync(report, { force: true });
  await look('--ignore-nosec');
  const all = readBandit(readReport(report, 'results'), request.prefix, { unparsed });
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

/** What Bandit's report does not say. */
interface Besides {
  readonly output?: string;
  readonly unparsed?: Unparsed | undefined;
}

/**
 * Bandit exits 0 for targets that do not exist and for files that it cannot parse: its counts tell whether it looked. What is no Python for the Python that it
 * runs on (templates, Python 2) could not run there either, and is named; anything else that it did not read leaves its work undone.
 */
export function readBandit(
  report: JsonObject | undefined,
  prefix: string,
  { output = '', unparsed = { python: '', files: [] } }: Besides = {},
): ScanResult {
  if (!report) return failed('it left no readable report', output);
  const errors = objectsIn(report['errors']).map((error) => ({
    file: textOf(error['filename']),
    reason: textOf(error['reason']),
  }));
  const read = numberOf(objectOf(objectOf(report['metrics'])['_totals'])['loc']);
  if (read === 0) return nothingRead(errors);
  const newer = unparsed.files.filter((each) => each.newer !== '');
  if (newer.length > 0) return tooNew(newer, unparsed.python);
  const foreign = new Set(unparsed.files.map(({ file }) => file));
  const unread = errors.filter(({ file }) => !foreign.has(file));
  if (unread.length > 0) return partlyUnread(unread);
  return {
    ok: true,
    findings: objectsIn(report['results']).map((result) => findingOf(result, prefix)),
    notes: [`${counted(read, 'line')} read`],
    ...(unparsed.files.length > 0 && { unscanned: unscannedOf(unparsed, prefix) }),
  };
}

interface ReadError {
  readonly file: string;
  readonly reason: string;
}

function nothingRead(errors: readonly ReadError[]): ScanResult {
  const why =
    errors.length > 0
      ? 'it could read none of the files'
      : 'it found no Python code to read; leave it out of the input scanners, or name folders in the input paths';
  return failed(why, errors.map(inWords).join('\n'));
}

function partlyUnread(unread: readonly ReadError[]): ScanResult {
  const [first = '', ...others] = unread.map(inWords);
  const which = others.length === 0 ? `1 file, ${first}` : `${unread.length} files, the first ${first}`;
  const remedy = 'mend it, or exclude it (exclude_dirs of Bandit’s settings)';
  return failed(`it could not read ${which}; ${remedy}`, [first, ...others].join('\n'));
}

const inWords = ({ file, reason }: ReadError): string => `${shortened(file)}: ${reason}`;

const shortened = (file: string): string => file.replace(/^\.\//, '');

function tooNew(files: readonly NoPython[], own: string): ScanResult {
  const [first] = files;
  const which = files.length === 1 ? '1 file needs' : `${files.length} files need`;
  return failed(
    `${which} a newer Python than the ${own} that it runs on: ${shortened(first?.file ?? '')} is Python ${first?.newer ?? ''}; put that python3 first on PATH (actions/setup-python)`,
    files.map(({ file, line, why }) => `${shortened(file)}:${line}: ${why}`).join('\n'),
  );
}

const unscannedOf = ({ python, files }: Unparsed, prefix: string): Unscanned => ({
  files: files.map(({ file, line, why }) => ({ file: prefix + shortened(file), line, why })),
  why: `no Python that ${python} understands`,
  remedy: 'mend them, or exclude them (exclude_dirs of Bandit’s settings)',
});

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
    file: prefix + shortened(textOf(result['filename'])),
    line: numberOf(result['line_number']),
    ...(Array.isArray(range) &&
      range.length === 1 && {
        bytes: { start: numberOf(result['col_offset']), end: numberOf(result['end_col_offset']) },
      }),
    helpUri: textOf(result['more_info']),
    ...(cwe > 0 && { cwe: `CWE-${String(cwe).padStart(3, '0')}` }),
  };
}
