import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative } from 'node:path';
import { objectOf, textsIn } from '@data-profiler-actions/action-kit';
import { parse } from 'smol-toml';

/** The uv.lock of the uv workspace that a project is a member of, relative to the project; empty where there is none in the repository. */
export function workspaceLock(directory: string, repository: string): string {
  for (let folder = directory; folder !== repository && folder !== dirname(folder);) {
    folder = dirname(folder);
    const lock = join(folder, 'uv.lock');
    if (existsSync(lock) && isMember(folder, relative(folder, directory))) return relative(directory, lock);
  }
  return '';
}

function isMember(root: string, path: string): boolean {
  const workspace = workspaceOf(join(root, 'pyproject.toml'));
  const matches = (key: string): boolean => textsIn(workspace[key]).some((glob) => matchesGlob(path, glob));
  return matches('members') && !matches('exclude');
}

function workspaceOf(file: string): Readonly<Record<string, unknown>> {
  try {
    const tool = objectOf(objectOf(parse(readFileSync(file, 'utf8')))['tool']);
    return objectOf(objectOf(tool['uv'])['workspace']);
  } catch {
    // What cannot be read is uv's to tell of.
    return {};
  }
}
