import type { Pyproject } from './pyproject.ts';
import type { Requirement } from './requirement.ts';

/**
 * What a project is installed from where nothing was said: its lock file and itself, else its requirements*.txt (held by its constraints*.txt)
 * and itself, with the extras and dependency groups that hold what tests need.
 */
export function findRequirements(names: readonly string[], pyproject: Pyproject, workspaceLock = ''): Requirement[] {
  const own: Requirement[] = pyproject.installs
    ? [
        { kind: 'project', extras: testing([...pyproject.extras.keys()]) },
        ...testing([...pyproject.groups.keys()]).map((name) => ({ kind: 'group' as const, name })),
      ]
    : [];
  const uvLock = names.includes('uv.lock') ? 'uv.lock' : workspaceLock;
  if (uvLock) return [{ kind: 'lock', format: 'uv', path: uvLock }, ...own];
  const locks = names.filter((name) => /^pylock(\.(tests?|testing|dev))?\.toml$/.test(name)).sort();
  if (locks.length > 0)
    return [...locks.map((path) => ({ kind: 'lock' as const, format: 'pylock' as const, path })), ...own];
  const matching = (shape: RegExp): string[] => names.filter((name) => shape.test(name)).sort();
  return [
    ...matching(/^constraints.*\.txt$/).map((path) => ({ kind: 'constraints' as const, path })),
    ...matching(/^requirements.*\.txt$/).map((path) => ({ kind: 'file' as const, path })),
    ...own,
  ];
}

/** Names that hold what tests need, by convention. */
function testing(names: readonly string[]): string[] {
  return names.filter((name) => /^(tests?|testing|dev)$/i.test(name));
}
