import { join, resolve } from 'node:path';
import { numberOf, objectOf, objectsIn, textOf, textsIn, type JsonObject } from '@data-profiler-actions/action-kit';
import { canonicalId, canonicalName, gradeOf, type Finding } from '@data-profiler-actions/sarif';
import { portsOf } from '../running/ports.ts';
import { brokenEnd, runScanner } from './run-scanner.ts';
import { failed, type ScanRequest, type ScanResult } from './scanner.ts';
import { lineOf, nothingPinned, unpinnedNotes, writePinned, type PinnedFile } from './pinned.ts';
import { readReport } from './read-report.ts';

const foundVulnerabilities = 64;
/** Safety's own exit codes (safety/constants.py). */
const meanings: Readonly<Record<number, string>> = {
  65: 'its key was refused',
  66: 'its service was asked too often',
  67: 'it found no database',
  68: 'its database could not be fetched',
  69: 'its database is malformed',
};

export async function scanWithSafety(request: ScanRequest): Promise<ScanResult> {
  const written = writePinned(request.requirements, request.scratch);
  const files = written.filter(({ count }) => count > 0);
  if (files.length === 0) return failed(nothingPinned);
  const report = join(request.scratch, 'safety.json');
  const { inputs, folder, scratch, settings } = request;
  const database = inputs.safetyDb === '' ? undefined : resolve(folder, inputs.safetyDb);
  const policy = settings.files.get('.safety-policy.yml');
  const flags = [
    '--disable-optional-telemetry',
    'check',
    ...files.flatMap(({ file }) => ['-r', file]),
    ...(database === undefined ? [] : ['--db', database]),
    ...(policy === undefined ? [] : ['--policy-file', policy]),
    '--save-json',
    report,
    '--disable-audit-and-monitor',
  ];
  // In the scratch it finds no policy of its own accord. With a key in its environment it asks its own service, whatever `--db` says.
  const run = await runScanner(request, flags, {
    cwd: scratch,
    read: [database, policy].filter((path) => path !== undefined),
    ...(database === undefined && {
      ports: portsOf(['https://pyup.io']),
      environment: inputs.safetyApiKey === '' ? {} : { SAFETY_API_KEY: inputs.safetyApiKey },
    }),
  });
  const result =
    brokenEnd(run, [0, foundVulnerabilities], meanings) ??
    readSafety(readReport(report, 'vulnerabilities'), files, request.prefix, run.output);
  return result.ok ? { ...result, notes: unpinnedNotes(written) } : result;
}

/** Safety drops lines that it cannot read without a word: the packages it names must be all that it was given. */
export function readSafety(
  report: JsonObject | undefined,
  files: readonly PinnedFile[],
  prefix: string,
  output = '',
): ScanResult {
  if (!report) return failed('it left no readable report', output);
  const wanted = new Set(
    files.flatMap(({ original }) =>
      original.requirements.filter(({ version }) => version !== '').map(({ name }) => name),
    ),
  );
  const scanned = new Set(Object.keys(objectOf(report['scanned_packages'])).map(canonicalName));
  const missed = [...wanted].filter((name) => !scanned.has(name));
  if (missed.length > 0) return failed(`it did not look at ${missed.join(', ')}`, output);
  return {
    ok: true,
    findings: objectsIn(report['vulnerabilities']).map((one) => findingOf(one, files, prefix)),
    notes: [],
  };
}

function findingOf(vulnerability: JsonObject, files: readonly PinnedFile[], prefix: string): Finding {
  const name = canonicalName(textOf(vulnerability['package_name']));
  const found = textOf(objectOf(vulnerability['analyzed_requirement'])['found']);
  const original = (files.find(({ file }) => file === found) ?? files[0])?.original ?? { file: '', requirements: [] };
  const id = textOf(vulnerability['vulnerability_id']);
  const cve = textOf(vulnerability['CVE']) || textOf(objectOf(vulnerability['CVE'])['name']);
  const severity = objectOf(vulnerability['severity']);
  const [v2, v3] = [objectOf(severity['cvssv2']), objectOf(severity['cvssv3'])];
  const grade = gradeOf({
    scores: [numberOf(v3['base_score'])],
    scoresV2: [numberOf(v2['base_score'])],
    vectors: [textOf(v3['vector_string']), textOf(v2['vector_string'])],
    word: textOf(v3['base_severity']),
  });
  return {
    scanners: ['safety'],
    rule: cve === '' ? canonicalId(id) : canonicalId(cve),
    title: (textOf(vulnerability['advisory']).split('\n')[0] ?? '').slice(0, 200).replace(/\.$/, ''),
    message: '',
    ...grade,
    file: prefix + original.file,
    line: lineOf(original, name, textOf(vulnerability['analyzed_version'])),
    dependency: {
      package: name,
      version: textOf(vulnerability['analyzed_version']),
      aliases: [canonicalId(id)],
      fixedIn: textsIn(vulnerability['fixed_versions']),
    },
  };
}
