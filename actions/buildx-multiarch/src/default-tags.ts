import type { EventContext } from '@data-profiler-actions/action-kit';

/** Tag names when `tags` says nothing: the default rules of ghcr-tag. */
export function defaultTagNames(event: EventContext): string[] {
  const short = `sha-${event.sha.slice(0, 7)}`;
  const legal = event.refName.replaceAll(/[^\w.-]+/g, '-');
  return [
    legal,
    short,
    ...(event.refKind === 'branch' && event.refName === event.repository.defaultBranch ? ['latest'] : []),
  ];
}
