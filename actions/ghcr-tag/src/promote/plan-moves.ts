import { UserError } from '@data-profiler-actions/action-kit';
import { isReleaseTag } from '@data-profiler-actions/image-tags';
import type { StoredManifest } from '@data-profiler-actions/oci';
import type { PromoteSource } from '../request/promote-source.ts';
import type { RemoteImage } from '../registry/remote-images.ts';

/** One tag that gets a manifest which the registry holds already. */
export interface Move {
  readonly image: RemoteImage;
  readonly tag: string;
  readonly manifest: StoredManifest;
  /** What the tag points to now; undefined for a new tag. */
  readonly before: StoredManifest | undefined;
}

/** Reads what is promoted and what each tag points to now. Throws, with nothing moved, where an image lacks the source. */
export async function planMoves(
  images: readonly RemoteImage[],
  source: PromoteSource,
  tags: readonly string[],
): Promise<Move[]> {
  const manifests = await Promise.all(images.map((image) => readSource(image, source)));
  const missing = images.filter((_, index) => manifests[index] === undefined).map(({ name }) => name);
  if (missing.length > 0) throw missingSource(source, missing);
  const moves = images.flatMap((image, index) => tags.map((tag) => ({ image, tag, manifest: manifests[index] })));
  return Promise.all(
    moves.flatMap(({ image, tag, manifest }) =>
      manifest
        ? [image.client.getManifest(image.repository, tag).then((before) => ({ image, tag, manifest, before }))]
        : [],
    ),
  );
}

function readSource(image: RemoteImage, { reference, from, text }: PromoteSource): Promise<StoredManifest | undefined> {
  if (from && from.registry !== image.registry)
    throw new UserError(
      `${text} is in another registry than ${image.name}; promote moves within one.`,
      'Copy it there first, for example with crane or skopeo.',
    );
  return image.client.getManifest(from?.repository ?? image.repository, reference);
}

function missingSource({ text, from }: PromoteSource, missing: readonly string[]): UserError {
  if (from) return new UserError(`There is no ${text}.`, 'Nothing was moved.');
  const remedy = 'Nothing was moved; promote what exists in every image, or say where it is: promote: IMAGE@DIGEST.';
  return new UserError(`There is no ${text} in ${missing.join(', ')}.`, remedy);
}

/** Whether the move would change what a released version is. */
export function changesRelease({ tag, manifest, before }: Move): boolean {
  return before !== undefined && before.digest !== manifest.digest && isReleaseTag(tag);
}
