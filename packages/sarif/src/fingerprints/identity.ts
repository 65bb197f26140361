import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import { readOnce, type SourceFile } from './source-file.ts';
import { ownFingerprint } from './own-fingerprint.ts';

/** The value of `primaryLocationLineHash`: of code the hash of its line, of a dependency one that outlives edits and upgrades. */
export function fingerprintOf(finding: Finding, file: SourceFile): string {
  const hash = finding.dependency ? undefined : file.hashes()[finding.line - 1];
  return hash ?? ownFingerprint(finding);
}

/** The name of a second fingerprint, of the line alone: the first one changes with the lines below, and one must know all the same that a finding is not new. */
export const ownLineKey = 'lineText/v1';

/** The value of that fingerprint; undefined where the line cannot be read, and for dependencies, whose first one does not change. */
export function ownLineFingerprint({ line, dependency }: Finding, file: SourceFile): string | undefined {
  const mark = dependency ? undefined : file.marks()[line - 1];
  return mark === undefined ? undefined : createHash('sha256').update(mark).digest('hex').slice(0, 16);
}

/** Each file read once. */
export function sourceFiles(
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
): ReadonlyMap<string, SourceFile> {
  return new Map(
    [...new Set(findings.map(({ file }) => file))].map((file) => [file, readOnce(file, () => textOf(file) ?? '')]),
  );
}
