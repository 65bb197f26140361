import { objectsIn, textOf, textsIn, type JsonObject } from '@data-profiler-actions/action-kit';
import { canonicalName, gradeOf, type Finding } from '@data-profiler-actions/sarif';
import { portsOf } from '../running/ports.ts';
import { brokenEnd, runScanner } from './run-scanner.ts';
import { failed, type ScanRequest, type ScanResult } from './scanner.ts';
import { lineOf, nothingPinned, unpinnedNotes, writePinned, type PinnedFile } from './pinned.ts';
import { readReport } from './read-report.ts';

export async function scanWithPipAudit(request: ScanRequest): Promise<ScanResult> {
  const written = writePinned(request.requirements, request.scratch);
  const files = written.filter(({ count }) => count > 0);
  if (files.length === 0) return failed(nothingPinned);
  const findings: Finding[] = [];
  for (const file of files) {
    const audited = await audit(request, file);
    if (!audited.ok) return audited;
    findings.push(...audited.findings);
  }
  return { ok: true, findings, notes: unpinnedNotes(written) };
}

async function audit(request: ScanRequest, pinned: PinnedFile): Promise<ScanResult> {
  const report = `${pinned.file}.json`;
  const { osvUrl } = request.inputs;
  const what = ['-r', pinned.file, '--no-deps', '--disable-pip'];
  const service = ['-s', 'osv', ...(osvUrl === '' ? [] : ['--osv-url', osvUrl])];
  const answer = ['-f', 'json', '--desc', 'on', '--aliases', 'on', '--progress-spinner', 'off', '-o', report];
  const ports = portsOf([osvUrl || 'https://api.osv.dev']);
  const run = await runScanner(request, [...what, ...service, ...answer], { ports });
  return brokenEnd(run, [0, 1]) ?? readPipAudit(readReport(report, 'dependencies'), pinned, request.prefix, run.output);
}

/** Exit code 1 means findings as well as breakage; only a report with an answer for every requirement proves that it looked. */
export function readPipAudit(
  report: JsonObject | undefined,
  { original, count }: PinnedFile,
  prefix: string,
  output = '',
): ScanResult {
  if (!report) return failed(`it left no report for ${original.file}`, output);
  const dependencies = objectsIn(report['dependencies']);
  const skipped = dependencies.filter((dependency) => textOf(dependency['skip_reason']) !== '');
  if (skipped.length > 0)
    return failed(
      `it could not audit ${skipped.length} of ${count} requirements of ${original.file}`,
      skipped.map((one) => textOf(one['skip_reason'])).join('\n'),
    );
  if (dependencies.length < count)
    return failed(`it answered for ${dependencies.length} of ${count} requirements of ${original.file}`, output);
  return {
    ok: true,
    findings: dependencies.flatMap((dependency) => findingsOf(dependency, original, prefix)),
    notes: [],
  };
}

function findingsOf(dependency: JsonObject, original: PinnedFile['original'], prefix: string): Finding[] {
  const name = canonicalName(textOf(dependency['name']));
  return objectsIn(dependency['vulns']).map((vulnerability) => ({
    scanners: ['pip-audit'],
    rule: textOf(vulnerability['id']),
    title: (textOf(vulnerability['description']).split('\n')[0] ?? '').slice(0, 200).replace(/\.$/, ''),
    message: '',
    // It knows no severity: another scanner may know better.
    ...gradeOf({}),
    file: prefix + original.file,
    line: lineOf(original, name, textOf(dependency['version'])),
    dependency: {
      package: name,
      version: textOf(dependency['version']),
      aliases: textsIn(vulnerability['aliases']),
      fixedIn: textsIn(vulnerability['fix_versions']),
    },
  }));
}
