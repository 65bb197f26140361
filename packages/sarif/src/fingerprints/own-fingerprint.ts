import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';

/**
 * A fingerprint that does not look at the file's text. Of a dependency it stays equal over edits of the file and over upgrades that stay vulnerable: neither
 * the line nor the version is in it. Anything else, where the line cannot be read, is told apart by its line.
 */
export function ownFingerprint({ rule, file, line, dependency }: Finding): string {
  const identity = dependency ? `dependency:${rule}:${dependency.package}:${file}` : `place:${rule}:${file}:${line}`;
  return `${createHash('sha256').update(identity).digest('hex').slice(0, 16)}:1`;
}
