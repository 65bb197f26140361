import { dirname, relative } from 'node:path';
import { declaredManager, type Declared } from './declared-manager.ts';
import { coversProject, flavourOf, locksIn, type LockFile } from './lock-file.ts';
import type { Manager, ManagerName } from './manager.ts';

/** `problem` completes the sentence `Input "package-manager" …`. */
export type Detected =
  { readonly ok: true; readonly manager: Manager } | { readonly ok: false; readonly problem: string };

export interface Question {
  /** Absolute: the folder of package.json. */
  readonly directory: string;
  /** Absolute; nothing above it is looked at. */
  readonly workspace: string;
  readonly asked: ManagerName | 'auto';
  /** Whether a frozen install follows, which needs a lock file. */
  readonly installs: boolean;
}

/** Finds the package manager: what was asked for, else what package.json declares, else the nearest lock file up to the workspace. */
export function detectManager({ directory, workspace, asked, installs }: Question): Detected {
  const folders = upwards(directory, workspace);
  const found = folders.map(locksIn).find((locks) => locks.length > 0) ?? [];
  const shown = found.map(({ file }) => relative(workspace, file)).join(' and ');
  const declared = chosen(asked, declaredManager(folders));
  if (declared) {
    const lock = found.find(({ name }) => name === declared.name);
    if (!lock && installs) return { ok: false, problem: noLock(declared, shown) };
    return managed(declared, lock, { directory, workspace, installs });
  }
  const names = new Set(found.map(({ name }) => name));
  if (names.size > 1) return { ok: false, problem: conflict(shown, [...names]) };
  const [lock] = found;
  const because = lock ? relative(workspace, lock.file) : 'nothing is installed';
  if (!lock && installs) return { ok: false, problem: nothingFound(relative(workspace, directory)) };
  return managed({ name: lock?.name ?? 'npm', version: '', hash: '', because }, lock, {
    directory,
    workspace,
    installs,
  });
}

/** The input chooses the manager; a version that package.json pins for the same one still counts. */
function chosen(asked: ManagerName | 'auto', declared: Declared | undefined): Declared | undefined {
  if (asked === 'auto' || asked === declared?.name) return declared;
  return { name: asked, version: '', hash: '', because: 'the input package-manager' };
}

function managed(
  told: Declared,
  lock: LockFile | undefined,
  { directory, workspace, installs }: Omit<Question, 'asked'>,
): Detected {
  if (lock && installs && !coversProject(lock, directory)) {
    return {
      ok: false,
      problem: `cannot be told: the nearest lock file is ${relative(workspace, lock.file)}, which does not speak for ${relative(dirname(lock.file), directory)}; commit a lock file beside its package.json, or make it a workspace`,
    };
  }
  const lockFile = lock?.file ?? '';
  return { ok: true, manager: { ...told, lockFile, flavour: flavourOf(told.name, lockFile, told.version) } };
}

function noLock({ name, because }: Declared, others: string): string {
  const beside = others === '' ? 'no lock file was found' : `the lock file found is ${others}`;
  return `is ${name} (${because}), but ${beside}; commit ${name}'s lock file, or correct "packageManager" in package.json`;
}

const conflict = (shown: string, names: readonly string[]): string =>
  `cannot be told: ${shown} stand side by side, and package.json does not say which counts; delete the lock file that is out of use, or set "packageManager" in package.json, or set this input to ${names.join(' or ')}`;

const nothingFound = (path: string): string =>
  `cannot be told: no lock file was found from ${path || '.'} up to the workspace's root, so an install could not be repeated; commit package-lock.json, pnpm-lock.yaml, yarn.lock or bun.lock, or set install: off`;

function upwards(from: string, to: string): string[] {
  const parent = dirname(from);
  return from === to || parent === from || relative(to, from).startsWith('..')
    ? [from]
    : [from, ...upwards(parent, to)];
}
