import { warning } from '@data-profiler-actions/action-kit';
import type { BuildStep } from './build-progress.ts';
import { fromCache } from './build-times.ts';
import type { FinishedLeg } from './finished-leg.ts';
import { isCacheTrouble } from './step-kinds.ts';

/** How much of a leg came from the cache, and which that was. */
export function cacheVerdict({ leg, cache, result }: FinishedLeg): string {
  const { work, cached } = fromCache(result.steps);
  const written = cache.readOnly === '' ? '' : `; not written: ${cache.readOnly}`;
  return `${leg.platforms.join(', ')}: ${cache.kind} (${cache.why}${written}), ${cached} of ${work} steps cached`;
}

/** An export that failed does not fail the build, but people should know why the next one is slow. */
export function tellCacheTrouble(steps: readonly BuildStep[]): void {
  for (const { name, error } of steps.filter(isCacheTrouble)) warning(`The cache was not written (${name}): ${error}`);
}
