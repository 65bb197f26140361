import { annotate, warning } from '@data-profiler-actions/action-kit';
import { isEmulated } from '../builder/builder-inspection.ts';
import { openBuilders } from '../builder/builders.ts';
import type { Leg } from '../builder/legs.ts';
import type { Job } from '../job.ts';
import { readArchive } from '../publish/oci-archive.ts';
import type { PlatformRecord } from '../publish/platform-record.ts';
import { readPushed, type PushedPlatform } from '../publish/pushed-image.ts';
import type { BuildFailure } from './build-failure.ts';
import { buildLeg, type LegResult } from './build-leg.ts';
import type { BuildStep } from './build-progress.ts';
import { fromCache, measure, stageTimes, type StageTime } from './build-times.ts';
import { annotateWarnings } from './check-warnings.ts';
import type { BuildResult } from './run-build.ts';

/** A finished build: what it made, platform by platform, or the failure. */
export type Built =
  | {
      readonly ok: true;
      /** Of what BuildKit made, where that is one thing; empty when several builders made it. */
      readonly digest: string;
      readonly records: readonly PlatformRecord[];
      readonly pushed: readonly PushedPlatform[];
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly account: BuildAccount;
    }
  | { readonly ok: false; readonly failure: BuildFailure };

/** How the build went, for the report. */
export interface BuildAccount {
  readonly stages: readonly StageTime[];
  readonly cache: readonly string[];
  readonly warnings: number;
}

/** Builds the platforms where each belongs, at the same time, and pushes them by digest when this run pushes. */
export async function build(job: Job): Promise<Built> {
  const builders = await openBuilders(job);
  try {
    const results = await buildLegs(job, builders.legs);
    const failed = results.flatMap(({ result }) => (result.ok ? [] : [result]));
    const cause = failed.find(({ stopped }) => !stopped) ?? failed[0];
    if (cause) return { ok: false, failure: located(cause.failure) };
    return await account(job, results.flatMap(finished));
  } finally {
    await builders.release();
  }
}

/** When one platform fails for good, the others are stopped: nothing of them can be published. */
async function buildLegs(job: Job, legs: readonly Leg[]): Promise<LegResult[]> {
  const failure = new AbortController();
  const signal = AbortSignal.any([job.signal, failure.signal]);
  return Promise.all(
    legs.map(async (leg) => {
      const done = await buildLeg(job, leg, signal);
      if (!done.result.ok) failure.abort();
      return done;
    }),
  );
}

type Success = Extract<BuildResult, { ok: true }>;
type FinishedLeg = LegResult & { readonly result: Success };

function finished(done: LegResult): FinishedLeg[] {
  return done.result.ok ? [{ ...done, result: done.result }] : [];
}

async function account(job: Job, legs: readonly FinishedLeg[]): Promise<Built> {
  const read = await Promise.all(legs.map((leg) => readBack(job, leg)));
  const records = job.inputs.platforms.flatMap((platform) =>
    read.flatMap((leg) => leg.records.filter((record) => record.platform === platform)),
  );
  const warnings = legs.flatMap(({ result }) => result.warnings);
  const steps = legs.flatMap(({ result }) => result.steps);
  tellCacheTrouble(steps);
  const [only] = read;
  return {
    ok: true,
    digest: read.length === 1 && only ? only.digest : '',
    records,
    pushed: read.flatMap(({ pushed }) => pushed),
    metadata: metadataOf(legs),
    account: {
      stages: stageTimes(steps),
      cache: legs.map(cacheVerdict),
      warnings: annotateWarnings(warnings, job.dockerfile.path),
    },
  };
}

/** BuildKit's metadata; of several builders each under its platforms. */
function metadataOf(legs: readonly FinishedLeg[]): Record<string, unknown> {
  const [only] = legs;
  if (legs.length === 1 && only) return { ...only.result.metadata };
  return Object.fromEntries(legs.map(({ leg, result }) => [leg.platforms.join(','), result.metadata]));
}

interface ReadBack {
  readonly digest: string;
  readonly records: readonly PlatformRecord[];
  readonly pushed: readonly PushedPlatform[];
}

/** What counts is what the registry, or the archive, holds, not what buildx says it sent. */
async function readBack(job: Job, { leg, result }: FinishedLeg): Promise<ReadBack> {
  const given = result.metadata['containerimage.digest'];
  const digest = typeof given === 'string' ? given : '';
  const held = await heldPlatforms(job, digest);
  const records = leg.platforms.map((platform) => record(platform, digest, held, leg, result));
  const lacking = records.filter((item) => item.digest === '').map(({ platform }) => platform);
  if (lacking.length > 0 && (job.decision.push || job.inputs.output !== ''))
    throw new Error(`the built image ${digest} holds no ${lacking.join(', ')}`);
  return { digest, records, pushed: job.decision.push ? held : [] };
}

function heldPlatforms({ client, image, decision, inputs, event }: Job, digest: string): Promise<PushedPlatform[]> {
  if (decision.push) return readPushed(client, image.repository, digest);
  return inputs.output === '' ? Promise.resolve([]) : readArchive(event.workspace, inputs.output, digest);
}

function record(
  platform: string,
  digest: string,
  held: readonly PushedPlatform[],
  { builder, platforms }: Leg,
  { steps }: Success,
): PlatformRecord {
  const found = held.find((item) => item.platform === platform);
  // What is kept nowhere cannot be read back; a build of one platform without attestations is that platform's own manifest.
  const known = held.length === 0 && platforms.length === 1 ? digest : '';
  return {
    platform,
    digest: found?.descriptor.digest ?? known,
    pushed: found ? digest : '',
    size: found?.size ?? 0,
    layers: found?.layers ?? 0,
    ...measure(steps, platform),
    emulated: isEmulated(platform, builder.nodes),
  };
}

function cacheVerdict({ leg, cache, result }: FinishedLeg): string {
  const { work, cached } = fromCache(result.steps);
  const written = cache.readOnly === '' ? '' : `; not written: ${cache.readOnly}`;
  return `${leg.platforms.join(', ')}: ${cache.kind} (${cache.why}${written}), ${cached} of ${work} steps cached`;
}

/** An export that failed does not fail the build, but people should know why the next one is slow. */
function tellCacheTrouble(steps: readonly BuildStep[]): void {
  const failed = steps.filter(({ name, error }) => error !== '' && /cache/i.test(name));
  for (const { name, error } of failed) warning(`The cache was not written (${name}): ${error}`);
}

function located(failure: BuildFailure): BuildFailure {
  const place = failure.file === undefined ? {} : { file: failure.file, line: failure.line ?? 1 };
  annotate([{ level: 'error', title: failure.headline.slice(0, 200), message: failure.block, ...place }]);
  return failure;
}
