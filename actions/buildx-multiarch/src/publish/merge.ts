import { UserError } from '@data-profiler-actions/action-kit';
import type { Job } from '../job.ts';
import type { Outcome } from '../outcome.ts';
import { preflight } from '../preflight.ts';
import { explainDenial } from '../registry/write-access.ts';
import { platformsProblem } from '../request/expected-platforms.ts';
import { collect, newestOfEach } from './exchange.ts';
import type { PlatformRecord } from './platform-record.ts';
import { copyTo } from './copy-to.ts';
import { moveTags, writeByDigest } from './publish-index.ts';
import { readPushed, type PushedPlatform } from './pushed-image.ts';
import { topManifest } from './top-manifest.ts';

/** Puts the platforms that build legs pushed under one index and moves the tags; needs neither Docker nor BuildKit. */
export async function merge(job: Job): Promise<Outcome> {
  if (job.mistakes.length > 0) await preflight(job, []);
  if (!job.decision.push) return kept(job);
  // Both ask others than each other; what is wrong with the step counts first.
  const handing = recordsOf(job);
  handing.catch(() => undefined);
  await preflight(job, []);
  const found = await find(job, await handing);
  const problem = platformsProblem(
    job.inputs.platforms,
    found.map(({ record }) => record.platform),
  );
  if (problem !== undefined) {
    throw new UserError(
      `Nothing is merged for ${job.name}: ${problem}.`,
      'Each platform needs a finished build leg of this image in this run; no tag has been moved.',
    );
  }
  const pushed = found.map((each) => each.pushed);
  const records = found.map(({ record }) => record);
  return finish(job, pushed, records).catch(async (error: unknown) => {
    throw await explainDenial(job, error);
  });
}

/** What the legs of this run said; undefined where their digests are given. */
async function recordsOf({ inputs, name, event }: Job): Promise<readonly PlatformRecord[] | undefined> {
  return inputs.digests.length > 0 ? undefined : newestOfEach(await collect(name, event.temp));
}

function find(job: Job, records: readonly PlatformRecord[] | undefined): Promise<Found[]> {
  return records === undefined ? byDigests(job, job.inputs.digests) : byRecords(job, records);
}

/** Writes what stands under the tags, over platforms that are in the registry, in the order of `platforms`, and gives the outcome. */
export async function finish(
  job: Job,
  pushed: readonly PushedPlatform[],
  records: readonly PlatformRecord[],
): Promise<Outcome> {
  const { client, image, inputs, tags, name, copies } = job;
  const top = topManifest(inOrder(pushed, inputs.platforms), job.metadata.index, job.single);
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

/** Several builders pushed, one a platform: an index over them makes them one thing, with one digest to hand on. No tag is moved. */
export async function pushTogether<B extends { pushed: readonly PushedPlatform[]; records: readonly PlatformRecord[] }>(
  { client, image, inputs, metadata }: Job,
  built: B,
): Promise<B & { digest: string }> {
  const top = topManifest(inOrder(built.pushed, inputs.platforms), metadata.index, false);
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

interface Found {
  readonly record: PlatformRecord;
  readonly pushed: PushedPlatform;
}

/** Each platform as its build leg said it; what the registry holds must be that. */
async function byRecords(job: Job, records: readonly PlatformRecord[]): Promise<Found[]> {
  return Promise.all(
    records.map(async (record) => {
      const held = await readPushed(job.client, job.image.repository, record.pushed);
      const pushed = held.find(({ descriptor }) => descriptor.digest === record.digest);
      if (pushed === undefined)
        throw new UserError(
          `${job.name}@${record.pushed} does not hold ${record.platform} ${record.digest} any more.`,
          'Run the build legs again; no tag has been moved.',
        );
      return { record, pushed };
    }),
  );
}

/** Digests given by hand say nothing of time, emulation or cache. */
async function byDigests(job: Job, digests: readonly string[]): Promise<Found[]> {
  const unique = [...new Set(digests)];
  const found = await Promise.all(
    unique.map(async (digest) => {
      const held = await readPushed(job.client, job.image.repository, digest);
      return held.map((pushed) => ({ record: recordOf(pushed, digest), pushed }));
    }),
  );
  return found.flat();
}

function recordOf({ platform, descriptor, size, layers }: PushedPlatform, pushed: string): PlatformRecord {
  const unknown = { seconds: 0, emulated: false, cached: 0 };
  return { platform, digest: descriptor.digest, pushed, size, layers, ...unknown };
}

function kept({ inputs, name, decision }: Job): Outcome {
  const nothing = { digest: '', pushed: false, tags: [], platforms: [], metadata: {} };
  return { mode: inputs.mode, image: name, notPushed: decision.why, ...nothing };
}
