import { annotate } from '@data-profiler-actions/action-kit';
import { openBuilders } from '../builder/builders.ts';
import type { Leg } from '../builder/legs.ts';
import type { Job } from '../job.ts';
import type { PlatformRecord } from '../publish/platform-record.ts';
import type { PushedPlatform } from '../publish/pushed-image.ts';
import type { BuildFailure } from './build-failure.ts';
import { buildLeg, type LegResult } from './build-leg.ts';
import { stageTimes, type StageTime } from './build-times.ts';
import { cacheVerdict, tellCacheTrouble } from './cache-account.ts';
import { annotateWarnings } from './check-warnings.ts';
import { finished, type FinishedLeg } from './finished-leg.ts';
import { readBack } from './read-back.ts';

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
    const cause = failed.find(({ ended }) => ended !== 'from-outside') ?? failed[0];
    if (cause) {
      annotateFailure(cause.failure);
      return { ok: false, failure: cause.failure };
    }
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
function metadataOf(legs: readonly FinishedLeg[]): Readonly<Record<string, unknown>> {
  const [only] = legs;
  if (legs.length === 1 && only) return only.result.metadata;
  return Object.fromEntries(legs.map(({ leg, result }) => [leg.platforms.join(','), result.metadata]));
}

function annotateFailure(failure: BuildFailure): void {
  const place = failure.file === undefined ? {} : { file: failure.file, line: failure.line ?? 1 };
  annotate([{ level: 'error', title: failure.headline.slice(0, 200), message: failure.block, ...place }]);
}
