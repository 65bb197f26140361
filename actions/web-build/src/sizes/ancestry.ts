import type { EventContext } from '@data-profiler-actions/action-kit';

/** Runs git in the workspace; undefined where it fails. */
export type Git = (...args: string[]) => Promise<string | undefined>;

export interface Ancestry {
  /** Where an earlier build of the same history is looked for, nearest first. */
  readonly commits: readonly string[];
  /** False in a shallow clone, or without git: there may be more ancestors than are known. */
  readonly isWhole: boolean;
}

/** As many ancestors as are asked for: a default branch builds most of its commits. */
const depth = 40;

/**
 * The commits whose build this one is compared with. What a pull request builds is a merge with its base branch, whose first parent is then
 * all that the request does not bring; a branch is compared with where it left the default branch.
 */
export async function ancestry(git: Git, event: EventContext): Promise<Ancestry> {
  const start = await startOf(git, event);
  if (start === undefined) return { commits: [], isWhole: false };
  const listed = await git('rev-list', '--first-parent', `--max-count=${depth}`, start);
  const isWhole = listed !== undefined && (await git('rev-parse', '--is-shallow-repository')) === 'false';
  return { commits: listed?.split('\n') ?? [start], isWhole };
}

async function startOf(git: Git, event: EventContext): Promise<string | undefined> {
  const parents = await parentsOfHead(git);
  const base = event.pullRequest?.baseSha;
  if (base) return parents.length > 1 ? parents[0] : ((await git('merge-base', 'HEAD', base)) ?? base);
  if (event.refName === event.repository.defaultBranch) return parents[0] ?? before(event);
  const fork = await git('merge-base', 'HEAD', `origin/${event.repository.defaultBranch}`);
  return fork ?? parents[0] ?? before(event);
}

/** Read from the commit itself: a shallow clone hides parents from every other command. */
async function parentsOfHead(git: Git): Promise<string[]> {
  const commit = (await git('cat-file', '-p', 'HEAD')) ?? '';
  return [...(commit.split('\n\n')[0] ?? '').matchAll(/^parent (\w+)$/gm)].map(([, sha = '']) => sha);
}

/** What a push replaced; zeros where it made the branch. */
function before({ payload }: EventContext): string | undefined {
  const sha = payload['before'];
  return typeof sha === 'string' && /[1-9a-f]/.test(sha) ? sha : undefined;
}
