import type { EventContext } from '@data-profiler-actions/action-kit';
import { defaultTags } from '@data-profiler-actions/image-tags';

/** Tag names when `tags` says nothing: the default rules of ghcr-tag. */
export function defaultTagNames(event: EventContext): string[] {
  const { refKind, refName, sha, repository, pullRequest } = event;
  const facts = {
    refKind,
    refName,
    sha,
    defaultBranch: repository.defaultBranch,
    ...(pullRequest && { pullRequestNumber: pullRequest.number }),
  };
  return defaultTags(facts).map(({ name }) => name);
}
