import { constants, copyFileSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { isBelow } from '@data-profiler-actions/action-kit';

const leftOut = new Set(['node_modules', '.venv', '.tox', '.nox', '__pycache__', '.pytest_cache', '.mypy_cache']);

/** Copies a folder without environments, caches and `except` (absolute), which may lie inside it. Links stay links, to the same place where they lead out of `root`. */
export function copyTree(from: string, to: string, except: string, root = from): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (source === except || leftOut.has(entry.name)) continue;
    if (entry.isDirectory()) copyTree(source, target, except, root);
    else if (entry.isSymbolicLink()) symlinkSync(targetOf(source, from, root), target);
    else if (entry.isFile()) copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}

function targetOf(link: string, folder: string, root: string): string {
  const target = readlinkSync(link);
  const place = resolve(folder, target);
  return !isAbsolute(target) && isBelow(place, root) ? target : place;
}
