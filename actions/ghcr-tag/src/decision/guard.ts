import type { Inputs } from '../inputs.ts';
import type { RemoteImage } from '../registry/remote-images.ts';
import type { Situation } from '../run/situation.ts';
import type { Decision } from './decision.ts';
import { holdBack, movingTags } from './older-release.ts';
import { readGitTags, readPublishedTags } from './published-tags.ts';

/** Holds back what a newer release has. With the default rules git alone is asked, so that no request is made. */
export async function guardReleases(
  decision: Decision,
  { tags: ownRules }: Pick<Inputs, 'tags'>,
  images: readonly RemoteImage[],
  { checkout, facts, signal }: Situation,
): Promise<Decision> {
  if (movingTags(decision).length === 0) return decision;
  const published =
    ownRules.length > 0
      ? await readPublishedTags(images, checkout, facts.refName, signal)
      : await readGitTags(checkout, facts.refName);
  return holdBack(decision, published);
}
