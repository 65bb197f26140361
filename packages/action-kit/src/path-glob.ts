import { matchesGlob } from 'node:path';

/**
 * Whether a path with `/` is what a person's glob means: `**` and `*` take names that begin with a dot too, as GitHub's own filters do, and a path that is written
 * as it is means itself, whatever brackets are in it.
 */
export function matchesPath(path: string, glob: string): boolean {
  const pattern = glob.replace(/^\.\//, '');
  return path === pattern || matchesGlob(withoutDots(path), withoutDots(pattern));
}

/** A leading dot of a name, which globs pass over, as a character that they do not know. */
const withoutDots = (path: string): string => path.replaceAll(/(?<=^|\/)\.(?=[^./])/g, '\u2024');
