import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';

/** Makes absolute paths relative to the repository's root, as annotations want them; what lies outside stays absolute. */
export function relativeTo(root: string): (file: string) => string {
  const real = (path: string): string => (existsSync(path) ? realpathSync(path) : path);
  const realRoot = real(root);
  const place = (file: string): string => {
    const path = relative(realRoot, real(file));
    return path.startsWith('..') || isAbsolute(path) ? file : path.split(sep).join('/');
  };
  // Thousands of tests stand in one file.
  const known = new Map<string, string>();
  return (file) => {
    const path = known.get(file) ?? place(file);
    known.set(file, path);
    return path;
  };
}
