import { objectOf, textOf, type EventContext } from '@data-profiler-actions/action-kit';

/** How Codecov knows who uploads. */
export type Credential =
  { readonly kind: 'token'; readonly token: string } | { readonly kind: 'identity' } | { readonly kind: 'none' };

export type UploadPlan =
  | { readonly kind: 'skip'; readonly why: string }
  | {
      readonly kind: 'upload';
      readonly credential: Credential;
      /** codecov-cli’s arguments, as far as they tell of the commit. */
      readonly commit: readonly string[];
      /** A refusal is not the run’s fault: it comes from a fork. */
      readonly untrusted: boolean;
    };

/**
 * What is uploaded as whom. Of a pull request the head commit counts, not the merge commit that is tested: only the former stays in the history.
 * A fork has neither secrets nor identity; Codecov takes its branch, named `owner:branch`, without, where the repository is public.
 */
export function planUpload(event: EventContext, token: string, identity: boolean): UploadPlan {
  const untrusted = event.untrusted !== '';
  const commit = commitArguments(event);
  if (token) return { kind: 'upload', credential: { kind: 'token', token }, commit, untrusted };
  if (identity && !untrusted) return { kind: 'upload', credential: { kind: 'identity' }, commit, untrusted };
  if (!event.repository.isPrivate && event.untrusted !== 'Dependabot')
    return { kind: 'upload', credential: { kind: 'none' }, commit, untrusted };
  const why = untrusted
    ? `a ${event.untrusted} run has no token for it`
    : 'there is neither a codecov-token nor permission `id-token: write`';
  return { kind: 'skip', why };
}

function commitArguments(event: EventContext): string[] {
  const { pullRequest, repository, serverUrl, runId } = event;
  return [
    ...['--git-service', serverUrl === 'https://github.com' ? 'github' : 'github_enterprise'],
    ...['--slug', repository.fullName, '--sha', pullRequest?.headSha ?? event.sha, '--branch', branchOf(event)],
    ...(pullRequest ? ['--pr', String(pullRequest.number)] : []),
    ...['--build-code', runId, '--build-url', `${serverUrl}/${repository.fullName}/actions/runs/${runId}`],
  ];
}

function branchOf({ pullRequest, payload, refName, repository }: EventContext): string {
  if (!pullRequest) return refName;
  const head = objectOf(objectOf(payload['pull_request'])['head']);
  const ref = textOf(head['ref']);
  const from = textOf(objectOf(head['repo'])['full_name']);
  return from === repository.fullName ? ref : `${from.split('/')[0] ?? ''}:${ref}`;
}
