import { childEnvironment, runProcess } from '@data-profiler-actions/action-kit';
import type { BaseFiles } from './base-files.ts';

const answerMs = 30_000;
const mostCharacters = 4 * 2 ** 20;

interface TreeEntry {
  readonly path: string;
  readonly hash: string;
}

/** Reads from the checkout's own repository; undefined where the commit is not in it, as in a checkout of depth 1. */
export async function gitBase(workspace: string, commit: string, signal: AbortSignal): Promise<BaseFiles | undefined> {
  const git = async (...args: string[]): Promise<string | undefined> => {
    const env = childEnvironment({ GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' });
    const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', '-C', workspace];
    const request = {
      command: 'git',
      args: [...safe, ...args],
      env,
      timeoutMs: answerMs,
      signal,
      keepCharacters: mostCharacters,
    };
    const run = await runProcess(request);
    return run.outcome === 'exited' && run.exitCode === 0 ? run.stdout : undefined;
  };
  if (commit === '' || (await git('cat-file', '-e', `${commit}^{commit}`)) === undefined) return undefined;
  const tree = async (path: string, ...flags: string[]): Promise<TreeEntry[]> =>
    parseTree((await git('ls-tree', '--full-tree', ...flags, commit, ...(path === '' ? [] : ['--', path]))) ?? '');
  return {
    list: async (folder) => {
      const entries = await tree(folder === '' ? '' : `${folder}/`);
      return new Map(entries.map(({ path, hash }) => [path.slice(folder === '' ? 0 : folder.length + 1), hash]));
    },
    below: async (path) => (await tree(path, '-r')).map((entry) => entry.path),
    read: async (path) => {
      // Lines are how output is read here; a configuration without a last line end gets one, which no scanner minds.
      const text = await git('cat-file', 'blob', `${commit}:${path}`);
      if (text === undefined) throw new Error(`${path} could not be read from ${commit}`);
      return Buffer.from(text === '' ? '' : `${text}\n`);
    },
  };
}

/** `100644 blob HASH<TAB>PATH`; links (120000) and submodules are left out. */
function parseTree(listing: string): TreeEntry[] {
  return listing.split('\n').flatMap((line) => {
    const [, hash, path] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/.exec(line) ?? [];
    return hash !== undefined && path !== undefined ? [{ path, hash }] : [];
  });
}
