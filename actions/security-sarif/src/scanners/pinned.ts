import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineOfPackage, type Requirement } from '@data-profiler-actions/sarif';
import { ofPython, type RequirementsFile } from '../findings/requirements.ts';

/** The part of a requirements file that can be looked up, and where each package stands in the original. */
export interface PinnedFile {
  readonly original: RequirementsFile;
  /** Absolute; holds `name==version` lines only, each package once. */
  readonly file: string;
  readonly count: number;
  /** Requirements without an exact version: nobody can say which one will be installed. */
  readonly unpinned: readonly string[];
}

/**
 * Writes, for each requirements file, the exact versions alone. The scanners stop at the first line they cannot read, or pass over it without a word;
 * this way each reads all that it can, and what it cannot is named by us. A package that is pinned twice (by markers) needs a second file: scanners read
 * one version of it and drop the others.
 */
export function writePinned(files: readonly RequirementsFile[], scratch: string): PinnedFile[] {
  return files.filter(ofPython).flatMap((original, index) => {
    const unpinned = original.requirements.filter(({ version }) => version === '').map(({ text }) => text);
    return roundsOf(original.requirements).map((round, number) => {
      const file = join(scratch, `requirements-${index}-${number}.txt`);
      writeFileSync(file, round.map(({ name, version }) => `${name}==${version}\n`).join(''));
      return { original, file, count: round.length, unpinned: number === 0 ? unpinned : [] };
    });
  });
}

/** The pinned requirements in rounds that name each package once; the first round may be empty, and holds all but second versions. */
export function roundsOf(requirements: readonly Requirement[]): Requirement[][] {
  const rounds: Requirement[][] = [[]];
  for (const one of requirements.filter(({ version }) => version !== '')) {
    const same = rounds.filter((round) => round.some(({ name }) => name === one.name));
    if (same.some((round) => round.some(({ name, version }) => name === one.name && version === one.version))) continue;
    const free = rounds.find((round) => !same.includes(round));
    if (free) free.push(one);
    else rounds.push([one]);
  }
  return rounds;
}

export function unpinnedNotes(files: readonly PinnedFile[]): string[] {
  return files
    .filter(({ unpinned }) => unpinned.length > 0)
    .map(({ original, unpinned }) => `not audited, no exact version: ${unpinned.join(', ')} (${original.file})`);
}

export const nothingPinned =
  'there is nothing to audit: no requirements file with an exact version (name==1.2.3) was found; name one in the input requirements, or leave this scanner out';

/** The line that pins this version, else the first that names the package. */
export function lineOf(file: RequirementsFile, name: string, version: string): number {
  return lineOfPackage(file.requirements, name, version);
}
