import type { EventContext } from '@data-profiler-actions/action-kit';
import type { RuleFacts } from '@data-profiler-actions/image-tags';
import type { Variables } from '../request/variables.ts';

/** What the rules read of an event; `commitDate` where it is known. */
export function ruleFacts(event: EventContext, variables: Variables, now: Date, commitDate?: Date): RuleFacts {
  const head = variables.headOfPull ? event.pullRequest?.headSha : undefined;
  const number = pullRequestNumber(event);
  return {
    refKind: event.refKind,
    refName: event.refName,
    sha: head ?? event.sha,
    defaultBranch: event.repository.defaultBranch,
    ...(number !== undefined && { pullRequestNumber: number }),
    eventName: event.name,
    baseRef: event.pullRequest?.baseRef ?? (event.refKind === 'tag' ? branchOfTag(event.payload['base_ref']) : ''),
    shortLength: variables.shortLength,
    now,
    commitDate: commitDate ?? now,
  };
}

/** A merged pull request's last run is for the branch that its ref names; `pull_request_target` is for the pull request whatever its ref. */
function pullRequestNumber(event: EventContext): number | undefined {
  if (event.name === 'pull_request_target') return event.pullRequest?.number;
  const number = event.refKind === 'pull' ? Number(event.refName) : Number.NaN;
  return Number.isInteger(number) ? number : undefined;
}

function branchOfTag(baseRef: unknown): string {
  return typeof baseRef === 'string' ? baseRef.replace(/^refs\/heads\//, '') : '';
}
