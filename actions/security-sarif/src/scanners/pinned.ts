import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequirementsFile } from '../requirements.ts';

/** The part of a requirements file that can be looked up, and where each package stands in the original. */
export interface PinnedFile {
  readonly original: RequirementsFile;
  /** Absolute; holds `name==version` lines only. */
  readonly file: string;
  readonly count: number;
  /** Requirements without an exact version: nobody can say which one will be installed. */
  readonly unpinned: readonly string[];
}

/**
 * Writes, for each requirements file, the exact versions alone. The scanners stop at the first line they cannot read, or pass over it without a word;
 * this way each reads all that it can, and what it cannot is named by us.
 */
export function writePinned(files: readonly RequirementsFile[], scratch: string): PinnedFile[] {
  return files.map((original, index) => {
    const pinned = new Map(
      original.requirements.filter(({ version }) => version !== '').map(({ name, version }) => [name, version]),
    );
    const file = join(scratch, `requirements-${index}.txt`);
    writeFileSync(file, [...pinned].map(([name, version]) => `${name}==${version}\n`).join(''));
    return {
      original,
      file,
      count: pinned.size,
      unpinned: original.requirements.filter(({ version }) => version === '').map(({ text }) => text),
    };
  });
}

export function unpinnedNotes(files: readonly PinnedFile[]): string[] {
  return files
    .filter(({ unpinned }) => unpinned.length > 0)
    .map(({ original, unpinned }) => `not audited, no exact version: ${unpinned.join(', ')} (${original.file})`);
}

export const nothingPinned =
  'there is nothing to audit: no requirements file with an exact version (name==1.2.3) was found; name one in the input requirements, or leave this scanner out';

export function lineOf(file: RequirementsFile, name: string): number {
  return file.requirements.find((requirement) => requirement.name === name)?.line ?? 1;
}
