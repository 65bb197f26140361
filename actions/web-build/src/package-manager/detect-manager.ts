import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import { object } from '../json.ts';

export type ManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun';

export interface Manager {
  readonly name: ManagerName;
  /** Absolute; empty where nothing is installed and none is needed. */
  readonly lockFile: string;
  /** What told: for the log. */
  readonly because: string;
}

const lockFiles: readonly (readonly [string, ManagerName])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

/** Finds the package manager: what was asked for, else what package.json declares, else the nearest lock file up to the workspace. */
export function detectManager(
  directory: string,
  workspace: string,
  asked: ManagerName | 'auto',
  installs: boolean,
): Manager {
  const folders = upwards(directory, workspace);
  const declared = asked === 'auto' ? declaredManager(folders) : { name: asked, because: 'the input package-manager' };
  const found = folders.map(locksIn).find((locks) => locks.length > 0) ?? [];
  const shown = found.map(({ file }) => relative(workspace, file)).join(' and ');
  if (declared) {
    const lock = found.find(({ name }) => name === declared.name);
    if (!lock && installs) throw noLock(declared.name, declared.because, shown);
    return { ...declared, lockFile: lock?.file ?? '' };
  }
  const names = new Set(found.map(({ name }) => name));
  if (names.size > 1) {
    throw new UserError(
      `Two package managers are possible: ${shown} stand side by side, and package.json does not say which counts.`,
      'Delete the lock file that is out of use, or set "packageManager" in package.json, or the input package-manager.',
    );
  }
  const [lock] = found;
  if (!lock) {
    if (!installs) return { name: 'npm', lockFile: '', because: 'nothing is installed' };
    throw new UserError(
      `No lock file was found from ${relative(workspace, directory) || '.'} up to the workspace's root, so an install could not be repeated.`,
      'Commit package-lock.json, pnpm-lock.yaml, yarn.lock or bun.lock, or set install: off.',
    );
  }
  return { name: lock.name, lockFile: lock.file, because: relative(workspace, lock.file) };
}

function noLock(name: ManagerName, because: string, others: string): UserError {
  const beside = others === '' ? 'no lock file was found' : `the lock file found is ${others}`;
  return new UserError(
    `The package manager is ${name} (${because}), but ${beside}.`,
    `Commit ${name}'s lock file, or correct "packageManager" in package.json.`,
  );
}

function declaredManager(folders: readonly string[]): { name: ManagerName; because: string } | undefined {
  for (const folder of folders) {
    const manifest = readJson(join(folder, 'package.json'));
    const field = typeof manifest['packageManager'] === 'string' ? manifest['packageManager'] : '';
    const engines = [object(manifest['devEngines'])['packageManager']].flat().map((item) => object(item)['name']);
    const name =
      managerNamed(field.replace(/@.*$/, '')) ?? engines.map(managerNamed).find((item) => item !== undefined);
    if (name) return { name, because: field === '' ? 'devEngines in package.json' : `packageManager: ${field}` };
  }
  return undefined;
}

function managerNamed(word: unknown): ManagerName | undefined {
  return (['npm', 'pnpm', 'yarn', 'bun'] as const).find((name) => name === word);
}

function locksIn(folder: string): { name: ManagerName; file: string }[] {
  return lockFiles.map(([file, name]) => ({ name, file: join(folder, file) })).filter(({ file }) => existsSync(file));
}

function upwards(from: string, to: string): string[] {
  const parent = dirname(from);
  return from === to || parent === from || relative(to, from).startsWith('..')
    ? [from]
    : [from, ...upwards(parent, to)];
}

export function readJson(file: string): Readonly<Record<string, unknown>> {
  if (!existsSync(file)) return {};
  try {
    return object(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new UserError(`${file} is no valid JSON.`, 'Correct the file.', { cause });
  }
}
