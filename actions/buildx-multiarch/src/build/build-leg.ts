import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { info, objectOf, warning } from '@data-profiler-actions/action-kit';
import type { Leg } from '../builder/legs.ts';
import { cacheArguments, cacheScope } from '../cache/cache-arguments.ts';
import { planCache, type CachePlan } from '../cache/cache-plan.ts';
import { cacheServiceProblem } from '../cache/cache-probe.ts';
import { usualLimits } from '../cache/cache-watch.ts';
import type { Job } from '../job.ts';
import { buildArguments, secretVariable, type BuildOutput } from './build-arguments.ts';
import type { BuildSubject } from './build-failure.ts';
import type { BuildStep } from './build-progress.ts';
import { runBuild, type BuildResult } from './run-build.ts';
import { isCacheTrouble } from './step-kinds.ts';

export interface LegResult {
  readonly leg: Leg;
  /** As it was used at last. */
  readonly cache: CachePlan;
  readonly result: BuildResult;
}

/** Builds a leg's platforms; once more after a failure of a registry or the network, and without the cache where that held the build up. */
export async function buildLeg(job: Job, leg: Leg, signal: AbortSignal): Promise<LegResult> {
  let cache = await usableCache(job, leg);
  for (let attempt = 0; ;) {
    const result = await buildOnce(job, leg, cache, signal);
    if (!result.ok && result.ended === 'for-its-cache') {
      warning('The cache held the build up; it is built again without one.');
      cache = { kind: 'off', why: 'it held the build up', readOnly: '' };
      continue;
    }
    if (result.ok)
      return { leg, cache, result: await withCacheWritten(result, () => buildOnce(job, leg, cache, signal)) };
    if (!result.failure.passing || attempt >= job.inputs.retries || signal.aborted) return { leg, cache, result };
    attempt += 1;
    const tries = `try ${attempt + 1} of ${job.inputs.retries + 1}`;
    info(`The registry or the network failed (${result.failure.headline}); ${tries}.`);
  }
}

/**
 * Legs that write the same layer at the same moment hinder each other, and BuildKit gives up the whole export. The layer is there by then: once more,
 * with every step in the builder's own cache, writes the rest. What counts for the report is the build itself.
 */
async function withCacheWritten(
  result: Extract<BuildResult, { ok: true }>,
  again: () => Promise<BuildResult>,
): Promise<BuildResult> {
  const collided = (step: BuildStep): boolean => step.error.includes('cache entry already exists');
  if (!result.steps.some(collided)) return result;
  info('Another leg was writing the same layer to the cache; the cache is written once more.');
  const second = await again();
  return second.ok
    ? { ...result, steps: [...result.steps, ...second.steps.filter(isCacheTrouble)].filter((step) => !collided(step)) }
    : result;
}

/** The cache this build uses; an ailing service is announced and left alone. */
async function usableCache({ inputs, event, decision }: Job, { builder }: Leg): Promise<CachePlan> {
  const plan = planCache({
    asked: inputs.cache,
    env: process.env,
    untrusted: event.untrusted,
    pushes: decision.push,
    passingBuilder: builder.passing,
  });
  const problem = plan.kind === 'gha' ? await cacheServiceProblem(process.env) : '';
  if (problem !== '') {
    warning(`The cache service is left out of this build: ${problem}.`);
    return { kind: 'off', why: `the cache service does not work: ${problem}`, readOnly: '' };
  }
  info(`Cache: ${plan.kind} (${plan.why}${plan.readOnly === '' ? '' : `; not written: ${plan.readOnly}`}).`);
  return plan;
}

async function buildOnce(job: Job, leg: Leg, plan: CachePlan, signal: AbortSignal): Promise<BuildResult> {
  const { inputs, event, name, sourceDate } = job;
  const { builder, platforms } = leg;
  const metadataFile = join(mkdtempSync(join(event.temp, 'buildx-')), 'metadata.json');
  const folder = join(process.env['RUNNER_TOOL_CACHE'] ?? event.temp, 'data-profiler-actions', 'buildkit');
  const scope = cacheScope(inputs.cacheScope, name, inputs.target, platforms);
  const cache = cacheArguments(plan, { scope, image: name, folder }, process.env);
  const args = buildArguments({
    inputs,
    platforms,
    output: outputOf(job),
    single: job.single,
    metadata: job.metadata,
    declared: job.dockerfile.declared,
    sourceDate,
    publicRepository: objectOf(event.payload['repository'])['private'] === false,
    cacheArgs: cache.args,
    metadataFile,
  });
  const secrets = Object.fromEntries(inputs.secrets.map(({ value }, index) => [secretVariable(index), value]));
  const result = await runBuild({
    cwd: event.workspace,
    buildx: builder.buildx,
    builder: builder.name,
    args,
    env: { ...cache.env, ...secrets, ...(sourceDate !== '' && { SOURCE_DATE_EPOCH: sourceDate }) },
    platforms,
    metadataFile,
    timeoutMs: inputs.timeoutMinutes * 60_000,
    cacheLimits: usualLimits,
    signal,
    subject: subjectOf(job),
  });
  if (result.ok) cache.keep();
  return result;
}

/** BuildKit's own scanner has this name wherever it comes from. */
const usualScanner = 'docker/buildkit-syft-scanner';

function subjectOf({ dockerfile, inputs }: Job): BuildSubject {
  const { path, frontend } = dockerfile;
  return { dockerfile: path, frontend, context: inputs.context || '.', scanner: scannerOf(inputs.sbom) };
}

function scannerOf(sbom: string): string {
  if (sbom === 'false') return '';
  return sbom === 'true' ? usualScanner : sbom.replace('generator=', '');
}

function outputOf({ inputs, decision, name }: Job): BuildOutput {
  if (decision.push) return { kind: 'push', image: name };
  return inputs.output === '' ? { kind: 'none' } : { kind: 'oci', file: inputs.output };
}
