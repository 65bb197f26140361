import { severityOfScore, type Finding, type Severity } from '@data-profiler-actions/sarif';
import { listIn, numberOf, objectOf, textOf, textsIn, type JsonObject } from '../json.ts';
import { canonicalName, type RequirementsFile } from '../findings/requirements.ts';
import { failed, type ScanRequest, type ScanResult } from './scanner.ts';
import { lineOf } from './pinned.ts';

const scores: Readonly<Record<Severity, number>> = { critical: 9.5, high: 8, medium: 5.5, low: 2 };
/** Trivy passes over files whose name it does not know: every requirements file must be among its targets. */
export function readTrivy(
  report: JsonObject | undefined,
  request: Pick<ScanRequest, 'requirements' | 'prefix' | 'inputs'>,
  output = '',
): ScanResult {
  if (!report || numberOf(report['SchemaVersion']) === 0) return failed('it left no readable report', output);
  // What has nothing to tell of has no list at all.
  if (!Array.isArray(report['Results'] ?? [])) return failed('it left no readable report', output);
  const results = listIn(report['Results']);
  const targets = new Set(results.map((result) => textOf(result['Target'])));
  const wanted = request.inputs.trivyScanners.includes('vuln')
    ? request.requirements.filter(({ requirements }) => requirements.some(({ version }) => version !== ''))
    : [];
  const missed = wanted.filter(({ file }) => !targets.has(file)).map(({ file }) => file);
  if (missed.length > 0) return failed(`it did not read ${missed.join(', ')}`, output);
  const findings = results.flatMap((result) => [
    ...vulnerabilities(result, request),
    ...misconfigurations(result, request.prefix),
    ...secrets(result, request.prefix),
  ]);
  return { ok: true, findings, notes: [`${targets.size} files judged`] };
}

function vulnerabilities(
  result: JsonObject,
  { requirements, prefix }: { requirements: readonly RequirementsFile[]; prefix: string },
): Finding[] {
  const target = textOf(result['Target']);
  const source = requirements.find(({ file }) => file === target);
  const packages = listIn(result['Packages']);
  return listIn(result['Vulnerabilities']).map((one) => {
    const name = textOf(one['PkgName']);
    const located = packages.find((each) => each['Name'] === name && each['Version'] === one['InstalledVersion']);
    const line = source
      ? lineOf(source, canonicalName(name), textOf(one['InstalledVersion']))
      : numberOf(listIn(located?.['Locations'])[0]?.['StartLine']) || 1;
    const fixed = textOf(one['FixedVersion']);
    const url = textOf(one['PrimaryURL']);
    return {
      scanners: ['trivy'],
      rule: textOf(one['VulnerabilityID']),
      title: textOf(one['Title']).replace(/\.$/, ''),
      message: '',
      ...gradeOf(one),
      file: prefix + target,
      line,
      ...(url !== '' && { helpUri: url }),
      dependency: {
        package: source ? canonicalName(name) : name,
        version: textOf(one['InstalledVersion']),
        aliases: textsIn(one['VendorIDs']),
        fixedIn: fixed === '' ? [] : fixed.split(/,\s*/),
      },
    };
  });
}

function misconfigurations(result: JsonObject, prefix: string): Finding[] {
  return listIn(result['Misconfigurations']).map((one) => ({
    scanners: ['trivy'],
    rule: textOf(one['ID']),
    title: textOf(one['Title']),
    message: `${textOf(one['Message'])}\n${textOf(one['Resolution'])}`.trim(),
    ...gradeOf(one),
    file: prefix + textOf(result['Target']),
    line: numberOf(objectOf(one['CauseMetadata'])['StartLine']) || 1,
    helpUri: textOf(one['PrimaryURL']),
  }));
}

/** The matched text stays out: Trivy masks only the first secret of a line. */
function secrets(result: JsonObject, prefix: string): Finding[] {
  return listIn(result['Secrets']).map((one) => ({
    scanners: ['trivy'],
    rule: textOf(one['RuleID']),
    title: textOf(one['Title']),
    message: `${textOf(one['Title'])} in clear text (its value is not shown). Revoke it, and take it out of the history.`,
    ...gradeOf(one),
    file: prefix + textOf(result['Target']),
    line: numberOf(one['StartLine']) || 1,
  }));
}

function gradeOf(one: JsonObject): { severity: Severity; score: number } {
  const measured = Math.max(
    0,
    ...Object.values(objectOf(one['CVSS'])).map((source) => numberOf(objectOf(source)['V3Score'])),
  );
  if (measured > 0) return { severity: severityOfScore(measured), score: measured };
  const word = textOf(one['Severity']).toLowerCase();
  const severity = word in scores ? (word as Severity) : 'medium';
  return { severity, score: scores[severity] };
}
