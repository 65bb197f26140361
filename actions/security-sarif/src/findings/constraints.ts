import { basename } from 'node:path';
import type { RequirementsFile } from './requirements.ts';

/** A file of dependencies with the paths that it leads to. */
export interface ReadRequirements extends RequirementsFile {
  /** Installed too (`-r`). */
  readonly includes: readonly string[];
  /** Pin what is installed, and ask for nothing (`-c`). */
  readonly constraints: readonly string[];
}

type Files = ReadonlyMap<string, ReadRequirements>;

export const isNamedConstraints = (file: string): boolean => /^constraints.*\.txt$/.test(basename(file));

/**
 * Of a constraints file the pins alone count, and what they pin needs no exact version elsewhere. pip holds all that it installs together to every
 * constraints file that one of them names, so a pin reaches what a file includes, and what includes it.
 */
export function heldByConstraints(files: Files, start: readonly string[]): RequirementsFile[] {
  const included = ({ includes }: ReadRequirements): readonly string[] => includes;
  const asking = reach(
    start.filter((file) => !isNamedConstraints(file)),
    files,
    included,
  );
  const pinned = new Map<string, Set<string>>();
  for (const root of asking) {
    const together = reach([root], files, included);
    const names = pinsOf(
      [...together].flatMap((file) => files.get(file)?.constraints ?? []),
      files,
    );
    for (const file of together) pinned.set(file, new Set([...names, ...(pinned.get(file) ?? [])]));
  }
  return [...files.values()].map(({ file, requirements }) => ({
    file,
    requirements: requirements.filter(
      ({ name, version }) => version !== '' || (asking.has(file) && pinned.get(file)?.has(name) !== true),
    ),
  }));
}

/** Names that constraints files, and those that they lead to, give one version. */
function pinsOf(constraints: readonly string[], files: Files): Set<string> {
  const all = reach(constraints, files, (each) => [...each.constraints, ...each.includes]);
  const requirements = [...all].flatMap((file) => files.get(file)?.requirements ?? []);
  return new Set(requirements.filter(({ version }) => version !== '').map(({ name }) => name));
}

/** The paths among `files` that are `start` or that a step leads to from there. */
function reach(
  start: readonly string[],
  files: Files,
  step: (file: ReadRequirements) => readonly string[],
): Set<string> {
  const reached = new Set<string>();
  const queue = [...start];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const file = files.get(path);
    if (file === undefined || reached.has(path)) continue;
    reached.add(path);
    queue.push(...step(file));
  }
  return reached;
}
