import { messageOf } from '@data-profiler-actions/action-kit';
import type { RemoteImage } from '../registry/remote-images.ts';
import { refsUnder, type Checkout } from '../run/checkout.ts';
import type { PublishedTags } from './older-release.ts';

const patienceMs = 20_000;

/** The tags of all images, all pages; where a registry cannot be read, the tags of git. */
export async function readPublishedTags(
  images: readonly RemoteImage[],
  checkout: Checkout | undefined,
  ownTag: string,
  signal: AbortSignal,
): Promise<PublishedTags> {
  const registry = await readRegistries(images, signal);
  if (registry.ok) return registry;
  const git = await readGitTags(checkout, ownTag);
  return git.ok ? git : { ok: false, why: `${registry.why}, and ${git.why}` };
}

async function readRegistries(images: readonly RemoteImage[], signal: AbortSignal): Promise<PublishedTags> {
  const late = new Promise<never>((_, reject) => {
    AbortSignal.timeout(patienceMs).onabort = () => reject(new Error(`no answer within ${patienceMs / 1000} seconds`));
  });
  try {
    const lists = Promise.all(images.map(({ client, repository }) => client.listTags(repository)));
    return { ok: true, where: 'registry', tags: (await Promise.race([lists, late])).flat() };
  } catch (thrown) {
    signal.throwIfAborted();
    return { ok: false, why: messageOf(thrown) };
  }
}

/** A shallow clone that holds the run's own tag alone says nothing of the others. */
export async function readGitTags(checkout: Checkout | undefined, ownTag: string): Promise<PublishedTags> {
  if (!checkout) return { ok: false, why: 'no repository is checked out that could be asked for its tags' };
  const tags = await refsUnder(checkout, 'refs/tags');
  const [shallow] = (await checkout.git('rev-parse', '--is-shallow-repository')) ?? [];
  if (shallow === 'false' || tags.some((tag) => tag !== ownTag)) return { ok: true, where: 'git', tags };
  return {
    ok: false,
    why: 'the checkout is shallow and holds no other tag (fetch-tags of actions/checkout would fetch them)',
  };
}
