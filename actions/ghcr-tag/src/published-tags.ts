import { messageOf } from '@data-profiler-actions/action-kit';
import type { PublishedTags } from './older-release.ts';
import type { RemoteImage } from './registries.ts';

/** The tags of all images, all pages. */
export async function readPublishedTags(images: readonly RemoteImage[], signal: AbortSignal): Promise<PublishedTags> {
  try {
    const lists = await Promise.all(images.map(({ client, repository }) => client.listTags(repository)));
    return { ok: true, tags: lists.flat() };
  } catch (thrown) {
    signal.throwIfAborted();
    return { ok: false, why: messageOf(thrown) };
  }
}
