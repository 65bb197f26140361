import type { ScannerName } from '../scanners/scanner.ts';

/** A file of the repository that decides what a scanner looks at or passes over. Names are relative to the working directory. */
export interface SettingsFile {
  readonly scanner: ScannerName;
  readonly name: string;
}

/** What each scanner reads by itself, and Bandit's table of pyproject.toml. pip-audit reads none. */
export const settingsFiles = [
  { scanner: 'bandit', name: '.bandit' },
  { scanner: 'bandit', name: 'pyproject.toml' },
  { scanner: 'safety', name: '.safety-policy.yml' },
  { scanner: 'semgrep', name: '.semgrepignore' },
  { scanner: 'trivy', name: 'trivy.yaml' },
  { scanner: 'trivy', name: '.trivyignore' },
  { scanner: 'trivy', name: '.trivyignore.yaml' },
  { scanner: 'trivy', name: 'trivy-secret.yaml' },
] as const satisfies readonly SettingsFile[];

export type SettingsName = (typeof settingsFiles)[number]['name'];

/** Whether a file holds the same as in the base commit; `unknown` where that could not be read. Empty hashes: no such file. */
export type TwoVersions =
  { readonly here: string; readonly base: string } | { readonly here: string; readonly base: 'unknown' };

export type Choice = 'as it is' | 'of the base' | 'none';

/** What an author whom nobody knows may decide by a settings file: nothing. An unchanged file is the project's own. */
export function choose({ here, base }: TwoVersions): Choice {
  if (here === base) return here === '' ? 'none' : 'as it is';
  return base === '' || base === 'unknown' ? 'none' : 'of the base';
}
