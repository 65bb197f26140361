import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * `OWNER/NAME` that the folder has on GitHub: what its origin says where the folder is a whole repository, else `org/` and the folder's own
 * name in characters that GitHub allows.
 */
export function repositoryName(folder: string): string {
  const git = (...args: string[]): string => spawnSync('git', args, { cwd: folder, encoding: 'utf8' }).stdout.trim();
  const isWhole = git('rev-parse', '--show-toplevel') === realpathSync(folder);
  const origin = isWhole ? originName(git('remote', 'get-url', 'origin')) : undefined;
  return origin ?? `org/${basename(folder).replaceAll(/[^\w.-]+/g, '-')}`;
}

/** Of `https://host/owner/name.git`, `git@host:owner/name` and their like. */
export function originName(url: string): string | undefined {
  return /^(?:\w+:\/\/[^/]+\/|[^/:]+@[^/:]+:)([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url)?.[1];
}
