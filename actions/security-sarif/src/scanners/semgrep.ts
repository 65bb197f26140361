import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import {
  counted,
  numberOf,
  objectOf,
  objectsIn,
  textOf,
  textsIn,
  type JsonObject,
} from '@data-profiler-actions/action-kit';
import { gradeOf, type Finding } from '@data-profiler-actions/sarif';
import { safeMessage } from '../findings/redact.ts';
import type { Suppressed } from '../findings/suppression.ts';
import { portsOf } from '../running/ports.ts';
import { brokenEnd, runScanner } from './run-scanner.ts';
import { failed, type ScanRequest, type ScanResult } from './scanner.ts';
import { readReport } from './read-report.ts';

export async function scanWithSemgrep(request: ScanRequest): Promise<ScanResult> {
  const { inputs, scratch, settings } = request;
  const { semgrepRules: rules } = settings;
  if (rules === '')
    return failed(
      `the rules at ${inputs.semgrepConfig} are this pull request's own, and those of the base branch cannot be read; give the token contents: read, or check out with fetch-depth: 2`,
    );
  const report = join(scratch, 'semgrep.json');
  const marked = join(scratch, 'semgrep.sarif');
  const scan = ['scan', '--config', rules, '--json-output', report, '--sarif-output', marked];
  const quiet = ['--metrics=off', '--disable-version-check', '--no-error', '-q'];
  const environment = {
    SEMGREP_SETTINGS_FILE: join(scratch, 'settings.yml'),
    SEMGREP_LOG_FILE: join(scratch, 'semgrep.log'),
  };
  const isLocal = isAbsolute(rules);
  const needs = { environment, ports: isLocal ? [] : portsOf(['https://semgrep.dev']), read: isLocal ? [rules] : [] };
  const run = await runScanner(request, [...scan, ...quiet, ...ignoreFlags(request), ...inputs.paths], {
    ...needs,
    git: true,
  });
  const broken = brokenEnd(run, [0], { 7: 'its rules cannot be loaded' });
  if (broken)
    return {
      ...broken,
      reason: broken.reason + (isLocal ? '' : ` (rules: ${rules}, which are fetched from the network)`),
    };
  const result = readSemgrep(readReport(report, 'results'), request.prefix, run.output);
  return result.ok ? { ...result, suppressed: suppressedIn(readReport(marked, 'runs'), request.prefix) } : result;
}

/** What `nosemgrep` hides is not in Semgrep's JSON; its SARIF keeps it, marked. */
export function suppressedIn(sarif: JsonObject | undefined, prefix: string): Suppressed[] {
  const [run = {}] = objectsIn(sarif?.['runs']);
  return objectsIn(run['results'])
    .filter((result) => objectsIn(result['suppressions']).length > 0)
    .map((result) => ({ finding: markedFinding(result, prefix), by: '# nosemgrep', reason: '' }));
}

function markedFinding(result: JsonObject, prefix: string): Finding {
  const place = objectOf(objectsIn(result['locations'])[0]?.['physicalLocation']);
  const rule = textOf(result['ruleId']).split('.').at(-1) ?? '';
  return {
    scanners: ['semgrep'],
    rule,
    title: rule.replaceAll('-', ' '),
    message: safeMessage(textOf(objectOf(result['message'])['text']).trim(), rule) || rule,
    ...gradeOf({ word: textOf(result['level']) }),
    file: prefix + decoded(textOf(objectOf(place['artifactLocation'])['uri'])).replace(/^\.\//, ''),
    line: numberOf(objectOf(place['region'])['startLine']) || 1,
  };
}

/** A URI's path as the file system knows it. */
function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** Semgrep takes up files called .semgrepignore in any folder. A stranger's are made to have another name, and what Git ignores is read too. */
function ignoreFlags({ untrusted, settings }: ScanRequest): string[] {
  if (untrusted === '') return [];
  const followed = settings.files.get('.semgrepignore');
  const patterns = followed === undefined ? usuallyIgnored : readFileSync(followed, 'utf8').split(/\r?\n/);
  const plain = patterns.map((line) => line.trim()).filter((line) => line !== '' && !/^(#|:|!)/.test(line));
  return [
    '--no-git-ignore',
    '--x-semgrepignore-filename',
    '.not-followed',
    ...plain.flatMap((one) => ['--exclude', one]),
  ];
}

/** What Semgrep passes over by itself where a project says nothing. */
const usuallyIgnored = ['node_modules/', 'dist/', 'vendor/', '.venv/', '.tox/', '*.min.js', 'test/', 'tests/'];

/** Semgrep writes a valid, empty report for rules that do not load and for a tree that it skipped whole. */
export function readSemgrep(report: JsonObject | undefined, prefix: string, output = ''): ScanResult {
  if (!report) return failed('it left no readable report', output);
  const errors = objectsIn(report['errors']).filter(({ level }) => level === 'error');
  if (errors.length > 0)
    return failed('it reports errors of its own', errors.map((error) => textOf(error['message'])).join('\n'));
  const scanned = textsIn(objectOf(report['paths'])['scanned']);
  if (scanned.length === 0)
    return failed(
      'it read no file: all are ignored, the rules are empty, or there is no file in a language that they are about',
      output,
    );
  const partly = [...new Set(objectsIn(report['errors']).map(({ path }) => textOf(path)))].filter(
    (path) => path !== '',
  );
  return {
    ok: true,
    findings: objectsIn(report['results']).map((result) => findingOf(result, prefix)),
    notes: [
      `${counted(scanned.length, 'file')} read`,
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
    ...gradeOf({ word: textOf(extra['severity']) }),
    file: prefix + textOf(result['path']).replace(/^\.\//, ''),
    line: numberOf(start['line']),
    ...(start['line'] === end['line'] && {
      bytes: { start: numberOf(start['col']) - 1, end: numberOf(end['col']) - 1 },
    }),
    ...(cwe !== undefined && { cwe }),
  };
}
