import type { Finding } from '../model/finding.ts';
import { readOnce, type SourceFile } from './source-file.ts';
import { ownFingerprint } from './own-fingerprint.ts';

/** The value of `primaryLocationLineHash`: of code the hash of its line, of a dependency one that outlives edits and upgrades. */
export function fingerprintOf(finding: Finding, file: SourceFile): string {
  const hash = finding.dependency ? undefined : file.hashes()[finding.line - 1];
  return hash ?? ownFingerprint(finding);
}

/** One fingerprint a finding, and each file read once. */
export function sourceFiles(
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
): ReadonlyMap<string, SourceFile> {
  return new Map(
    [...new Set(findings.map(({ file }) => file))].map((file) => [file, readOnce(file, () => textOf(file) ?? '')]),
  );
}

const identity = (rule: string, uri: string, mark: string): string => JSON.stringify([rule, uri, mark]);

/** What makes an alert the same one: rule, file and fingerprint; where an analysis keeps no fingerprints, rule, file and line. */
export function alertIdentities(
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
): ReadonlyMap<Finding, readonly string[]> {
  const files = sourceFiles(findings, textOf);
  return new Map(
    findings.map((finding) => {
      const file = files.get(finding.file) ?? readOnce(finding.file, () => '');
      const { uri } = file;
      return [
        finding,
        [
          identity(finding.rule, uri, fingerprintOf(finding, file)),
          identity(finding.rule, uri, `line ${finding.line}`),
        ],
      ];
    }),
  );
}

/** The same of a SARIF log that code scanning gives back. */
export function identitiesInSarif(log: unknown): ReadonlySet<string> {
  return new Set(
    members(log, 'runs')
      .flatMap((run) => members(run, 'results'))
      .map((result) => {
        const place = member(members(result, 'locations')[0], 'physicalLocation');
        const rule = textIn(result, 'ruleId') || textIn(member(result, 'rule'), 'id');
        const uri = textIn(member(place, 'artifactLocation'), 'uri');
        const hash = textIn(member(result, 'partialFingerprints'), 'primaryLocationLineHash');
        const line = member(member(place, 'region'), 'startLine');
        return identity(rule, uri, hash || `line ${String(line)}`);
      }),
  );
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function textIn(value: unknown, name: string): string {
  const found = member(value, name);
  return typeof found === 'string' ? found : '';
}

function members(value: unknown, name: string): unknown[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}
