import { objectOf, textOf, UserError, type EventContext } from '@data-profiler-actions/action-kit';
import type { Git } from './git.ts';

/** The commit the event names as the change's base: the pull request's or merge group's, or what a push moved away from. Empty where there is none. */
export function baseOf(event: Pick<EventContext, 'pullRequest' | 'payload'>): string {
  if (event.pullRequest) return event.pullRequest.baseSha;
  const queued = textOf(objectOf(event.payload['merge_group'])['base_sha']);
  const before = queued || textOf(event.payload['before']);
  return /^0*$/.test(before) ? '' : before;
}

/** The commit that a change is measured from; `note` says where it is another than the event's words suggest. */
export interface BaseCommit {
  readonly commit: string;
  readonly note: string;
}

/**
 * Of GitHub's merge commit, whose second parent is the head, the first parent is the base as it was merged, even where the event is older. Of any other
 * checkout it is the merge base with the event's base: what happened on the base branch since is no change of ours.
 */
export async function findBase(base: string, event: EventContext, git: Git): Promise<BaseCommit> {
  const parents = await git('rev-list', '--parents', '-n', '1', 'HEAD');
  if (parents.outcome !== 'exited' || parents.exitCode !== 0)
    throw needs('a git checkout, and the workspace holds none');
  const [, first = '', second = ''] = parents.stdout.trim().split(' ');
  if (second !== '' && second === event.pullRequest?.headSha) return { commit: first, note: '' };
  const known = await git('cat-file', '-e', `${base}^{commit}`);
  if (known.exitCode !== 0 && event.payload['forced'] === true) return afterForcedPush(base, event, git);
  if (known.exitCode !== 0) throw needs(`the base commit ${base}, which this checkout does not hold`, mergeCommitHint);
  const commit = await mergeBase(base, git);
  if (commit) return { commit, note: '' };
  throw needs(`the common history of ${base} and what is checked out, which this checkout does not hold`);
}

/** What a forced push replaced is on no branch any more, and no checkout brings it. A branch's own commits can be told all the same, the default branch's not. */
async function afterForcedPush(base: string, event: EventContext, git: Git): Promise<BaseCommit> {
  const { defaultBranch } = event.repository;
  const forced = `this push was forced, and the commit that it replaced, ${base}, is on no branch any more`;
  if (event.ref === `refs/heads/${defaultBranch}`)
    throw new UserError(
      `Input "fail-under-diff" cannot be held: ${forced}.`,
      'Give actions/checkout `fetch-depth: 0`, and fetch that commit before this step: `git fetch origin ${{ github.event.before }}`.',
    );
  const branch = `origin/${defaultBranch}`;
  const commit = await mergeBase(branch, git);
  if (commit) return { commit, note: `fail-under-diff counts every change since ${branch}: ${forced}.` };
  throw needs(`the common history of ${branch} and what is checked out, which this checkout does not hold: ${forced}`);
}

/** Empty where the checkout does not hold it. */
async function mergeBase(other: string, git: Git): Promise<string> {
  const common = await git('merge-base', other, 'HEAD');
  return common.exitCode === 0 ? common.stdout.trim() : '';
}

const mergeCommitHint = ' (or `2` on a pull request, whose merge commit has the base as its parent)';

const needs = (what: string, hint = ''): UserError =>
  new UserError(`Input "fail-under-diff" needs ${what}.`, `Give actions/checkout \`fetch-depth: 0\`${hint}.`);
