import { messageOf, UserError } from '@data-profiler-actions/action-kit';
import type { StoredManifest } from '@data-profiler-actions/oci';
import type { RemoteImage } from './registries.ts';

/** One tag that gets a manifest which the registry holds already. */
export interface Move {
  readonly image: RemoteImage;
  readonly tag: string;
  readonly manifest: StoredManifest;
  /** What the tag points to now; undefined for a new tag. */
  readonly before: StoredManifest | undefined;
}

/** Reads what is promoted and what each tag points to now. Throws, with nothing moved, where an image lacks `source` (a digest or tag). */
export async function planMoves(
  images: readonly RemoteImage[],
  source: string,
  tags: readonly string[],
): Promise<Move[]> {
  const manifests = await Promise.all(images.map(({ client, repository }) => client.getManifest(repository, source)));
  const missing = images.filter((_, index) => manifests[index] === undefined).map(({ name }) => name);
  if (missing.length > 0)
    throw new UserError(
      `There is no ${source} in ${missing.join(', ')}.`,
      'Nothing was moved; promote what exists in every image.',
    );
  const moves = images.flatMap((image, index) => tags.map((tag) => ({ image, tag, manifest: manifests[index] })));
  return Promise.all(
    moves.flatMap(({ image, tag, manifest }) =>
      manifest
        ? [image.client.getManifest(image.repository, tag).then((before) => ({ image, tag, manifest, before }))]
        : [],
    ),
  );
}

/** Moves the tags in all images, `latest` last. If one move fails, those done are undone, and the error says what could not be. */
export async function carryOut(moves: readonly Move[], images: readonly RemoteImage[]): Promise<void> {
  for (const { client, repository } of images) await client.probeWrite(repository);
  const done: Move[] = [];
  try {
    for (const move of [...moves].sort(latestLast)) {
      if (move.before?.digest === move.manifest.digest) continue;
      done.push(move);
      await put(move, move.manifest);
    }
  } catch (thrown) {
    const left = await undo(done);
    const state = left.length === 0 ? 'Every tag is where it was.' : `These could not be put back: ${left.join(', ')}.`;
    throw new UserError(`The promotion failed: ${messageOf(thrown)}. ${state}`, '', { cause: thrown });
  }
}

/** Puts tags back, last moved first; gives those that did not exist before, or could not be written. */
async function undo(done: readonly Move[]): Promise<string[]> {
  const left: string[] = [];
  for (const move of [...done].reverse()) {
    const restored = move.before && (await put(move, move.before).catch(() => undefined));
    if (restored === undefined && !(await isUnborn(move))) left.push(`${move.image.name}:${move.tag}`);
  }
  return left;
}

/** A new tag whose write failed is no change. */
async function isUnborn({ image, tag, before }: Move): Promise<boolean> {
  if (before) return false;
  const now = await image.client.headManifest(image.repository, tag).catch(() => 'unknown');
  return now === undefined;
}

function put({ image, tag }: Move, manifest: StoredManifest): Promise<string> {
  return image.client.putManifest(image.repository, tag, manifest);
}

/** Whoever follows `latest` must find every other tag in place. */
function latestLast(a: Move, b: Move): number {
  return Number(/latest/.test(a.tag)) - Number(/latest/.test(b.tag));
}
