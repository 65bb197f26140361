import { UserError } from '@data-profiler-actions/action-kit';
import { indexAnnotations } from '../build/build-arguments.ts';
import { normalPlatform } from '../builder/builder-inspection.ts';
import { collect, newestOfEach } from './exchange.ts';
import { platformsProblem } from '../request/expected-platforms.ts';
import type { Job } from '../job.ts';
import type { Outcome } from '../outcome.ts';
import type { PlatformRecord } from './platform-record.ts';
import { preflight } from '../preflight.ts';
import { publishIndex } from './publish-index.ts';
import { readPushed, type PushedPlatform } from './pushed-image.ts';

/** Puts the platforms that build legs pushed under one index and moves the tags; needs neither Docker nor BuildKit. */
export async function merge(job: Job): Promise<Outcome> {
  if (!job.decision.push) return kept(job);
  await preflight(job, undefined);
  const records =
    job.inputs.digests.length > 0
      ? await recordsOf(job, job.inputs.digests)
      : newestOfEach(await collect(job.name, job.event.temp));
  const problem = platformsProblem(
    expectedPlatforms(job),
    records.map(({ platform }) => platform),
  );
  if (problem !== undefined) {
    throw new UserError(
      `Nothing is merged for ${job.name}: ${problem}.`,
      'Each platform needs a finished build leg of this image in this run; no tag has been moved.',
    );
  }
  const pushed = await Promise.all(records.map((record) => pick(job, record)));
  return finish(job, pushed, records);
}

/** Writes the index over platforms that are in the registry, in the order of `platforms`, and gives the outcome. */
export async function finish(
  job: Job,
  pushed: readonly PushedPlatform[],
  records: readonly PlatformRecord[],
): Promise<Outcome> {
  const order = expectedPlatforms(job);
  const sorted = [...pushed].sort((a, b) => order.indexOf(a.platform) - order.indexOf(b.platform));
  const published = await publishIndex({
    client: job.client,
    image: job.image,
    platforms: sorted,
    annotations: indexAnnotations(job.inputs.annotations),
    tags: job.tags,
  });
  const described = order.flatMap((platform) => records.filter((record) => record.platform === platform));
  return {
    mode: job.inputs.mode,
    image: job.name,
    digest: published.digest,
    pushed: true,
    notPushed: '',
    tags: published.tags,
    platforms: described,
    metadata: { 'containerimage.digest': published.digest, 'image.name': job.name, index: published.document },
  };
}

export function expectedPlatforms({ inputs }: Pick<Job, 'inputs'>): string[] {
  return inputs.platforms.map(normalPlatform);
}

async function pick(job: Job, record: PlatformRecord): Promise<PushedPlatform> {
  const found = (await readPushed(job.client, job.image.repository, record.pushed)).find(
    ({ descriptor }) => descriptor.digest === record.digest,
  );
  if (found === undefined)
    throw new UserError(
      `${job.name}@${record.pushed} does not hold ${record.platform} ${record.digest} any more.`,
      'Run the build legs again.',
    );
  return found;
}

/** Digests given by hand say nothing of time, emulation or cache. */
async function recordsOf(job: Job, digests: readonly string[]): Promise<PlatformRecord[]> {
  const unique = [...new Set(digests)];
  const read = await Promise.all(
    unique.map(async (pushed) => ({ pushed, platforms: await readPushed(job.client, job.image.repository, pushed) })),
  );
  return read.flatMap(({ pushed, platforms }) =>
    platforms.map(({ platform, descriptor, size }) => ({
      platform,
      digest: descriptor.digest,
      pushed,
      size,
      seconds: 0,
      emulated: false,
      cached: 0,
    })),
  );
}

function kept({ inputs, name, decision }: Job): Outcome {
  return {
    mode: inputs.mode,
    image: name,
    digest: '',
    pushed: false,
    notPushed: decision.why,
    tags: [],
    platforms: [],
    metadata: {},
  };
}
