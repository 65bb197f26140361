import type { EventContext } from '@data-profiler-actions/action-kit';
import { defaultTags, type ChosenTag, type RefFacts } from '@data-profiler-actions/image-tags';

/** One tag with its rule and reason, whichever rules gave it. */
export interface TagDecision {
  readonly name: string;
  readonly rule: string;
  readonly why: string;
}

/** What the rules read of an event. */
export function refFacts(event: EventContext, env: Readonly<Record<string, string | undefined>>): RefFacts {
  const head = env['DOCKER_METADATA_PR_HEAD_SHA'] === 'true' ? event.pullRequest?.headSha : undefined;
  const number = event.pullRequest?.number ?? (event.refKind === 'pull' ? Number(event.refName) : undefined);
  return {
    refKind: event.refKind,
    refName: event.refName,
    sha: head ?? event.sha,
    defaultBranch: event.repository.defaultBranch,
    ...(number !== undefined && { pullRequestNumber: number }),
  };
}

/** The default rules, with `latest` forced where the input says so. */
export function decideByDefault(facts: RefFacts, latest: 'auto' | 'true' | 'false'): TagDecision[] {
  const chosen: readonly ChosenTag[] = defaultTags(facts);
  if (latest === 'auto') return [...chosen];
  const others = chosen.filter(({ name }) => name !== 'latest');
  return latest === 'false' ? others : [...others, { name: 'latest', rule: 'latest', why: 'the input latest is true' }];
}
