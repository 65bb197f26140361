import { existsSync, realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { isBelow } from '@data-profiler-actions/action-kit';

/** Makes absolute paths relative to the repository's root, as annotations want them; what lies outside stays absolute. */
export function relativeTo(root: string): (file: string) => string {
  const real = (path: string): string => (existsSync(path) ? realpathSync(path) : path);
  const realRoot = real(root);
  const place = (file: string): string => {
    const path = real(file);
    return isBelow(path, realRoot) ? relative(realRoot, path).split(sep).join('/') : file;
  };
  // Thousands of tests stand in one file.
  const known = new Map<string, string>();
  return (file) => {
    const path = known.get(file) ?? place(file);
    known.set(file, path);
    return path;
  };
}
