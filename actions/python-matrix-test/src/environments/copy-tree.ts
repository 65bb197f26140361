import { constants, copyFileSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const leftOut = new Set(['node_modules', '.venv', '.tox', '.nox', '__pycache__', '.pytest_cache', '.mypy_cache']);

/** Copies a folder without environments, caches and `except` (absolute), which may lie inside it. Links stay links. */
export function copyTree(from: string, to: string, except: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (source === except || leftOut.has(entry.name)) continue;
    if (entry.isDirectory()) copyTree(source, target, except);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.isFile()) copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}
