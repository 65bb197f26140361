import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { objectOf, parseJson } from '@data-profiler-actions/action-kit';
import type { Flavour, ManagerName } from './manager.ts';
import { readJson } from './read-json.ts';

export interface LockFile {
  readonly name: ManagerName;
  /** Absolute. */
  readonly file: string;
}

const lockFiles: readonly (readonly [string, ManagerName])[] = [
  ['npm-shrinkwrap.json', 'npm'],
  ['package-lock.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

export function locksIn(folder: string): LockFile[] {
  return lockFiles.map(([file, name]) => ({ name, file: join(folder, file) })).filter(({ file }) => existsSync(file));
}

/** Which Yarn wrote a lock file: 2 and later begin with a `__metadata` entry. An empty file, as a new project has it, goes by the pinned version. */
export function flavourOf(name: ManagerName, lockFile: string, version: string): Flavour {
  if (name !== 'yarn') return name;
  const text = lockFile === '' ? '' : readFileSync(lockFile, 'utf8');
  if (/^__metadata:/m.test(text)) return 'yarn-berry';
  if (text.includes('# yarn lockfile v1')) return 'yarn-classic';
  const major = Number(/\d+/.exec(version)?.[0] ?? 1);
  return major > 1 ? 'yarn-berry' : 'yarn-classic';
}

/** Whether the project is among those a lock file speaks for: the folder of the lock itself, or a workspace of it. */
export function coversProject({ name, file }: LockFile, directory: string): boolean {
  const root = dirname(file);
  const path = relative(root, directory).replaceAll(sep, '/');
  const text = readFileSync(file, 'utf8');
  if (path === '' || text.trim() === '') return true;
  if (name === 'npm') return path in objectOf(objectOf(parseJson(text))['packages']);
  if (name === 'pnpm') return text.split(/\r?\n/).some((line) => isImporter(line, path));
  return readJson(join(root, 'package.json'))['workspaces'] !== undefined;
}

/** `  apps/web:`, bare or quoted */
const isImporter = (line: string, path: string): boolean => /^ {2}['"]?([^'"]+?)['"]?:$/.exec(line)?.[1] === path;
