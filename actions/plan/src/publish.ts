import type { EventContext } from '@data-profiler-actions/action-kit';
import { parseVersion } from '@data-profiler-actions/image-tags';

export interface PublishDecision {
  readonly publish: boolean;
  /** A whole sentence. */
  readonly why: string;
}

/** Only a trusted push of a chosen branch or a version tag publishes, and only if there is an image. */
export function decidePublish(
  event: Pick<EventContext, 'name' | 'refKind' | 'refName' | 'untrusted'>,
  branches: readonly string[],
  imageCount: number,
): PublishDecision {
  const no = (why: string): PublishDecision => ({ publish: false, why: `Nothing is published: ${why}.` });
  if (event.untrusted !== '') return no(`a ${event.untrusted} run is not trusted with the registry`);
  if (event.name !== 'push') return no(`only a push publishes, and this is ${event.name || 'an unknown event'}`);
  if (imageCount === 0) return no('there is no image to build');
  if (event.refKind === 'tag') {
    if (parseVersion(event.refName)) return { publish: true, why: `Publishes: ${event.refName} is a version tag.` };
    return no(`the tag ${event.refName} is no version like v1.2.3`);
  }
  if (event.refKind === 'branch' && branches.includes(event.refName))
    return { publish: true, why: `Publishes: a push to ${event.refName}, one of publish-branches.` };
  return no(`${event.refName || 'the ref'} is not one of publish-branches (${branches.join(', ') || 'none'})`);
}
