import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { annotate, info, warning } from '@data-profiler-actions/action-kit';
import { buildArguments, secretVariable, type Destination } from './build-arguments.ts';
import type { BuildFailure } from './build-failure.ts';
import { measure, type BuildStep } from './build-progress.ts';
import { useBuilder, type Builder } from '../builder/builder.ts';
import { isEmulated, normalPlatform } from '../builder/builder-inspection.ts';
import { findBuildx } from '../builder/buildx.ts';
import { cacheArguments, cacheScope, planCache, type CachePlan } from '../cache/cache-arguments.ts';
import { cacheServiceProblem } from '../cache/cache-probe.ts';
import { withEmulation } from '../builder/emulation.ts';
import { dockerfileOf, type Job } from '../job.ts';
import type { PlatformRecord } from '../publish/platform-record.ts';
import { preflight } from '../preflight.ts';
import { readPushed, type PushedPlatform } from '../publish/pushed-image.ts';
import { runBuild, type BuildResult } from './run-build.ts';
import { sourceDate } from '../request/source-date.ts';

/** A finished build: what was pushed, platform by platform, or the failure. */
export type Built =
  | {
      readonly ok: true;
      readonly digest: string;
      readonly records: readonly PlatformRecord[];
      readonly pushed: readonly PushedPlatform[];
      readonly metadata: Readonly<Record<string, unknown>>;
    }
  | { readonly ok: false; readonly failure: BuildFailure };

/** Builds the platforms on one builder, and pushes them by digest when this run pushes. */
export async function build(job: Job): Promise<Built> {
  const buildx = await findBuildx(job.docker.env, job.signal);
  const found = await useBuilder(buildx, job.inputs.builder, job.image.registry, job.event.temp);
  try {
    const builder = await withEmulation(found, job.inputs.platforms);
    await preflight(job, builder.platforms);
    const result = await buildWithRetries(job, builder);
    if (!result.ok) return { ok: false, failure: located(result.failure) };
    return await readBack(job, builder, result);
  } finally {
    await found.release();
  }
}

async function buildWithRetries(job: Job, builder: Builder): Promise<BuildResult> {
  let cache = await usableCache(job);
  for (let attempt = 0; ; attempt += 1) {
    const result = await buildOnce(job, builder, cache);
    if (!result.ok && result.heldUpByCache) {
      warning('The cache held the build up; it is built again without one.');
      cache = 'off';
      continue;
    }
    if (result.ok || !result.failure.passing || attempt >= job.inputs.retries || job.signal.aborted) return result;
    info(
      `The registry or the network failed (${result.failure.headline}); try ${attempt + 2} of ${job.inputs.retries + 1}.`,
    );
  }
}

/** The kind of cache this build uses; an ailing service is announced and left alone. */
async function usableCache({ inputs }: Job): Promise<CachePlan['kind']> {
  const plan = planCache(inputs.cache, process.env);
  info(`Cache: ${plan.kind} (${plan.why}).`);
  const problem = plan.kind === 'gha' ? await cacheServiceProblem(process.env) : '';
  if (problem !== '') warning(`The cache service is left out of this build: ${problem}.`);
  return problem === '' ? plan.kind : 'off';
}

async function buildOnce(job: Job, builder: Builder, cacheKind: CachePlan['kind']): Promise<BuildResult> {
  const { inputs, event, name } = job;
  const metadataFile = join(mkdtempSync(join(event.temp, 'buildx-')), 'metadata.json');
  const folder = join(process.env['RUNNER_TOOL_CACHE'] ?? event.temp, 'data-profiler-actions', 'buildkit');
  const scope = cacheScope(inputs.cacheScope, name, inputs.target, inputs.platforms);
  const cache = cacheArguments(cacheKind, scope, name, folder, event.untrusted === '', process.env);
  const date = await sourceDate(event.workspace, event.sha);
  const publicRepository = (event.payload['repository'] as { private?: unknown } | undefined)?.private === false;
  const args = buildArguments({
    inputs,
    destination: destinationOf(job),
    sourceDate: date,
    publicRepository,
    cacheArgs: cache.args,
    metadataFile,
  });
  const secrets = Object.fromEntries(inputs.secrets.map(({ value }, index) => [secretVariable(index), value]));
  const env = { ...cache.env, ...secrets, ...(date !== '' && { SOURCE_DATE_EPOCH: date }) };
  return runBuild({
    cwd: event.workspace,
    buildx: builder.buildx,
    builder: builder.name,
    args,
    env,
    platforms: inputs.platforms,
    metadataFile,
    timeoutMs: inputs.timeoutMinutes * 60_000,
    dockerfile: dockerfileOf(inputs),
  });
}

function destinationOf({ inputs, decision, name }: Job): Destination {
  if (decision.push) return { kind: 'push', image: name };
  return inputs.output === '' ? { kind: 'none' } : { kind: 'oci', file: inputs.output };
}

/** What counts is what the registry holds, not what buildx says it sent. */
async function readBack(job: Job, builder: Builder, result: Extract<BuildResult, { ok: true }>): Promise<Built> {
  const given = result.metadata['containerimage.digest'];
  const digest = typeof given === 'string' ? given : '';
  const pushed = job.decision.push ? await readPushed(job.client, job.image.repository, digest) : [];
  const records = job.inputs.platforms.map((wanted) => record(wanted, digest, pushed, result.steps, builder));
  const lacking = job.decision.push ? records.filter((item) => item.digest === '').map(({ platform }) => platform) : [];
  if (lacking.length > 0) throw new Error(`the pushed image ${digest} holds no ${lacking.join(', ')}`);
  return { ok: true, digest, records, pushed, metadata: result.metadata };
}

function record(
  wanted: string,
  digest: string,
  pushed: readonly PushedPlatform[],
  steps: readonly BuildStep[],
  builder: Builder,
): PlatformRecord {
  const platform = normalPlatform(wanted);
  const found = pushed.find((item) => item.platform === platform);
  const timing = measure(steps, wanted);
  return {
    platform,
    digest: found?.descriptor.digest ?? '',
    pushed: found ? digest : '',
    size: found?.size ?? 0,
    ...timing,
    emulated: isEmulated(platform, builder.native),
  };
}

function located(failure: BuildFailure): BuildFailure {
  const place = failure.file === undefined ? {} : { file: failure.file, line: failure.line ?? 1 };
  annotate([{ level: 'error', title: failure.headline.slice(0, 200), message: failure.block, ...place }]);
  return failure;
}
