import { UserError } from '@data-profiler-actions/action-kit';
import { newerRelease, parseVersion } from '@data-profiler-actions/image-tags';
import type { Checkout } from './checkout.ts';

export interface GitPosition {
  /** The full ref. */
  readonly ref: string;
  readonly sha: string;
}

/** What is checked out: the branch, or, of a detached HEAD, the ref that points at it. `expected` is preferred among several. */
export async function readPosition(checkout: Checkout | undefined, expected: string): Promise<GitPosition> {
  const remedy = 'Run actions/checkout before this step, or leave "context" at workflow.';
  const [sha] = (await checkout?.git('rev-parse', 'HEAD')) ?? [];
  if (!checkout || sha === undefined)
    throw new UserError('Input "context" is git, but the workspace holds no commit.', remedy);
  const [branch] = (await checkout.git('symbolic-ref', '--quiet', 'HEAD')) ?? [];
  if (branch !== undefined) return { ref: branch, sha };
  const refs = (await checkout.git('for-each-ref', '--points-at', 'HEAD', '--format=%(refname)')) ?? [];
  const ref = chooseRef(refs, expected);
  if (ref === undefined)
    throw new UserError(`Input "context" is git, but no branch or tag points at the commit ${sha}.`, remedy);
  return { ref, sha };
}

/** Of refs that point at one commit: the expected one, else the highest version, another tag, a pull request, a branch. */
export function chooseRef(refs: readonly string[], expected: string): string | undefined {
  const known = refs.map(withoutRemote).filter((ref) => ref !== 'refs/heads/HEAD');
  if (known.includes(expected)) return expected;
  const tags = known.filter((ref) => ref.startsWith('refs/tags/'));
  const versions = tags.flatMap((ref) => parseVersion(ref.slice('refs/tags/'.length)) ?? []);
  const highest = versions.find((version) => newerRelease(version, versions) === undefined);
  const byVersion = tags.find((ref) => highest && parseVersion(ref.slice('refs/tags/'.length))?.text === highest.text);
  const pull = known.find((ref) => ref.startsWith('refs/pull/'));
  return byVersion ?? tags[0] ?? pull ?? known.find((ref) => ref.startsWith('refs/heads/'));
}

/** actions/checkout fetches a pull request's merge as refs/remotes/pull/N/merge, a branch as refs/remotes/origin/NAME. */
function withoutRemote(ref: string): string {
  return ref.replace(/^refs\/remotes\/(pull\/\d+\/)/, 'refs/$1').replace(/^refs\/remotes\/[^/]+\//, 'refs/heads/');
}
