import type { Job } from '../job.ts';
import type { Outcome } from '../outcome.ts';
import { copyTo } from './copy-to.ts';
import type { PlatformRecord } from './platform-record.ts';
import { moveTags, writeByDigest } from './publish-index.ts';
import type { PushedPlatform } from './pushed-image.ts';
import { indexOver, type TopManifest } from './top-manifest.ts';

/** Writes what stands under the tags, over platforms that are in the registry, in the order of `platforms`, and gives the outcome. */
export async function finish(
  job: Job,
  pushed: readonly PushedPlatform[],
  records: readonly PlatformRecord[],
): Promise<Outcome> {
  const { client, image, inputs, tags, name, copies } = job;
  const top = manifestAlone(job, pushed) ?? indexOver(inOrder(pushed, inputs.platforms), job.metadata.index);
  await writeByDigest(client, image, top);
  for (const copy of copies) await copyTo({ client, image }, copy, top);
  const moved: string[] = [];
  // Everywhere is everything before anywhere a tag moves.
  for (const place of [{ client, image }, ...copies]) await moveTags(place, top, tags, moved);
  return {
    mode: inputs.mode,
    image: name,
    digest: top.digest,
    pushed: true,
    notPushed: '',
    tags: moved,
    platforms: inOrder(records, inputs.platforms),
    metadata: {
      'containerimage.digest': top.digest,
      'image.name': name,
      index: JSON.parse(top.bytes.toString('utf8')),
    },
  };
}

/** A single manifest with nothing attached needs no index, so that platforms that take none can run it. */
function manifestAlone({ single }: Job, [only, ...others]: readonly PushedPlatform[]): TopManifest | undefined {
  return single && others.length === 0 && only?.attestations.length === 0 ? only.stored : undefined;
}

/** Several builders pushed, one a platform: an index over them makes them one thing, with one digest to hand on. No tag is moved. */
export async function pushTogether<B extends { pushed: readonly PushedPlatform[]; records: readonly PlatformRecord[] }>(
  { client, image, inputs, metadata }: Job,
  built: B,
): Promise<B & { digest: string }> {
  const top = indexOver(inOrder(built.pushed, inputs.platforms), metadata.index);
  await writeByDigest(client, image, top);
  return {
    ...built,
    digest: top.digest,
    records: built.records.map((record) => ({ ...record, pushed: top.digest })),
  };
}

function inOrder<T extends { platform: string }>(items: readonly T[], order: readonly string[]): T[] {
  return order.flatMap((platform) => items.filter((item) => item.platform === platform));
}
