import { basename } from 'node:path';
import {
  counted,
  numberOf,
  objectOf,
  objectsIn,
  textOf,
  textsIn,
  type JsonObject,
} from '@data-profiler-actions/action-kit';
import { canonicalName, idsIn, manifestKind, type Finding } from '@data-profiler-actions/sarif';
import { ofPython, type RequirementsFile } from '../findings/requirements.ts';
import type { Suppressed } from '../findings/suppression.ts';
import { lineOf } from './pinned.ts';
import { failed, type ScanRequest, type ScanResult } from './scanner.ts';
import { gradeIn } from './trivy-grade.ts';

/** What decides what Trivy had to read, and where its findings are. */
export interface TrivyContext extends Pick<ScanRequest, 'requirements' | 'prefix'> {
  readonly inputs: Pick<ScanRequest['inputs'], 'trivyScanners'>;
}

/** Trivy passes over files whose name it does not know: every requirements file must be among its targets. */
export function readTrivy(report: JsonObject | undefined, request: TrivyContext, output = ''): ScanResult {
  if (!report || numberOf(report['SchemaVersion']) === 0) return failed('it left no readable report', output);
  // What has nothing to tell of has no list at all.
  if (!Array.isArray(report['Results'] ?? [])) return failed('it left no readable report', output);
  const results = objectsIn(report['Results']);
  const targets = new Set(results.map((result) => textOf(result['Target'])));
  const wanted = request.inputs.trivyScanners.includes('vuln')
    ? request.requirements.filter(
        ({ file, requirements }) => isRead(file) && requirements.some(({ version }) => version !== ''),
      )
    : [];
  const missed = wanted.filter(({ file }) => !targets.has(file)).map(({ file }) => file);
  if (missed.length > 0) return failed(`it did not read ${missed.join(', ')}`, output);
  const passedOver = request.requirements.filter(({ file }) => manifestKind(file) === 'pyproject');
  return {
    ok: true,
    findings: results.flatMap((result) => findingsOf(result, request)),
    suppressed: results.flatMap((result) => suppressedIn(result, request)),
    notes: [
      `${counted(targets.size, 'file')} judged`,
      ...passedOver.map(({ file }) => `not read by Trivy, which takes locks and requirements files: ${file}`),
    ],
  };
}

/** It reads locks and requirements files; of the locks of npm and pnpm nothing where all packages are for development. */
const isRead = (file: string): boolean => !['pyproject', 'npm', 'pnpm'].includes(manifestKind(file));

type Where = { readonly requirements: readonly RequirementsFile[]; readonly prefix: string };

function findingsOf(result: JsonObject, where: Where): Finding[] {
  return [
    ...vulnerabilities(result, where),
    ...misconfigurations(result, where.prefix),
    ...secrets(result, where.prefix),
  ];
}

const memberOf: Readonly<Record<string, string>> = {
  vulnerability: 'Vulnerabilities',
  misconfiguration: 'Misconfigurations',
  secret: 'Secrets',
};

/** What a .trivyignore, a .trivyignore.yaml or a VEX document takes away. */
function suppressedIn(result: JsonObject, where: Where): Suppressed[] {
  return objectsIn(result['ExperimentalModifiedFindings']).flatMap((one) => {
    const member = memberOf[textOf(one['Type'])];
    if (member === undefined) return [];
    const { Target, Packages } = result;
    const by = basename(textOf(one['Source'])) || textOf(one['Status']);
    const reason = textOf(one['Statement']);
    return findingsOf({ Target, Packages, [member]: [one['Finding']] }, where).map((finding) => ({
      finding,
      by,
      reason,
    }));
  });
}

function vulnerabilities(result: JsonObject, { requirements, prefix }: Where): Finding[] {
  const target = textOf(result['Target']);
  const source = requirements.find(({ file }) => file === target);
  const packages = objectsIn(result['Packages']);
  return objectsIn(result['Vulnerabilities']).map((one) => {
    const version = textOf(one['InstalledVersion']);
    const given = textOf(one['PkgName']);
    // PyPI takes several spellings for one name; elsewhere a name is what it is.
    const name = source && ofPython(source) ? canonicalName(given) : given;
    const located = packages.find((each) => each['Name'] === given && each['Version'] === version);
    const fixed = textOf(one['FixedVersion']);
    const url = textOf(one['PrimaryURL']);
    return {
      scanners: ['trivy'],
      rule: textOf(one['VulnerabilityID']),
      title: textOf(one['Title']).replace(/\.$/, ''),
      message: '',
      ...gradeIn(one),
      file: prefix + target,
      line: source ? lineOf(source, name, version) : numberOf(objectsIn(located?.['Locations'])[0]?.['StartLine']) || 1,
      ...(url !== '' && { helpUri: url }),
      dependency: {
        package: name,
        version,
        aliases: [...textsIn(one['VendorIDs']), ...idsIn([url, ...textsIn(one['References'])])],
        fixedIn: fixed === '' ? [] : fixed.split(/,\s*/),
      },
    };
  });
}

function misconfigurations(result: JsonObject, prefix: string): Finding[] {
  return objectsIn(result['Misconfigurations']).map((one) => ({
    scanners: ['trivy'],
    rule: textOf(one['ID']),
    title: textOf(one['Title']),
    message: `${textOf(one['Message'])}\n${textOf(one['Resolution'])}`.trim(),
    ...gradeIn(one),
    file: prefix + textOf(result['Target']),
    line: numberOf(objectOf(one['CauseMetadata'])['StartLine']) || 1,
    helpUri: textOf(one['PrimaryURL']),
  }));
}

/** The matched text stays out: Trivy masks only the first secret of a line. */
function secrets(result: JsonObject, prefix: string): Finding[] {
  return objectsIn(result['Secrets']).map((one) => ({
    scanners: ['trivy'],
    rule: textOf(one['RuleID']),
    title: textOf(one['Title']),
    message: `${textOf(one['Title'])} in clear text (its value is not shown). Revoke it, and take it out of the history.`,
    ...gradeIn(one),
    file: prefix + textOf(result['Target']),
    line: numberOf(one['StartLine']) || 1,
  }));
}
