import type { EventContext } from '@data-profiler-actions/action-kit';
import { commitDate, type RuleFacts } from '@data-profiler-actions/image-tags';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the rules read of an event; docker/metadata-action's variables keep their meaning. */
export function ruleFacts(event: EventContext, env: Environment, now: Date): RuleFacts {
  const head = env['DOCKER_METADATA_PR_HEAD_SHA'] === 'true' ? event.pullRequest?.headSha : undefined;
  const number = event.pullRequest?.number ?? (event.refKind === 'pull' ? Number(event.refName) : undefined);
  return {
    refKind: event.refKind,
    refName: event.refName,
    sha: head ?? event.sha,
    defaultBranch: event.repository.defaultBranch,
    ...(number !== undefined && { pullRequestNumber: number }),
    eventName: event.name,
    baseRef: event.pullRequest?.baseRef ?? textOf(event.payload['base_ref']).replace(/^refs\/heads\//, ''),
    shortLength: shortLength(env['DOCKER_METADATA_SHORT_SHA_LENGTH']),
    now,
    commitDate: commitDate(event) ?? now,
  };
}

function shortLength(given: string | undefined): number {
  return given !== undefined && /^(?:[4-9]|[1-3]\d|40)$/.test(given) ? Number(given) : 7;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
