import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment, runProcess } from '@data-profiler-actions/action-kit';

/** The repository that is checked out in the workspace, if one is. */
export interface Checkout {
  /** The lines that git printed; undefined where it failed. */
  git(...args: string[]): Promise<string[] | undefined>;
}

const timeoutMs = 20_000;

/** Undefined where nothing is checked out. A container's user seldom owns the workspace, so its owner is not asked about. */
export function openCheckout(workspace: string, signal: AbortSignal): Checkout | undefined {
  if (!existsSync(join(workspace, '.git'))) return undefined;
  const git = async (...args: string[]): Promise<string[] | undefined> => {
    const request = { command: 'git', args: ['-c', 'safe.directory=*', ...args], cwd: workspace };
    const { outcome, exitCode, stdout } = await runProcess({ ...request, env: childEnvironment(), timeoutMs, signal });
    if (outcome !== 'exited' || exitCode !== 0) return undefined;
    return stdout.split('\n').filter((line) => line !== '');
  };
  return { git };
}

/** The names of refs under folders such as refs/tags, without the folder, each once. */
export async function refsUnder(checkout: Checkout | undefined, ...folders: string[]): Promise<string[]> {
  const refs = (await checkout?.git('for-each-ref', '--format=%(refname)', ...folders)) ?? [];
  const names = refs.map((ref) =>
    ref.slice((folders.find((folder) => ref.startsWith(`${folder}/`))?.length ?? -1) + 1),
  );
  return [...new Set(names)];
}

/** When a commit was made; undefined where it is not there. */
export async function commitDateIn(checkout: Checkout | undefined, sha: string): Promise<Date | undefined> {
  const [stamp = ''] = (await checkout?.git('show', '--no-patch', '--format=%cI', sha || 'HEAD', '--')) ?? [];
  const time = Date.parse(stamp);
  return Number.isNaN(time) ? undefined : new Date(time);
}
