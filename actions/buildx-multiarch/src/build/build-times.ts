import type { BuildStep } from './build-progress.ts';
import { isInternal, isWork, stageOf } from './step-kinds.ts';

/** Seconds from a platform's first step to its last, and the share of the Dockerfile's steps that came from a cache. */
export interface PlatformTiming {
  readonly seconds: number;
  readonly cached: number;
}

/** Steps of one stage of the Dockerfile for one platform, or of BuildKit's own work; milliseconds since 1970. */
export interface StageTime {
  readonly platform: string;
  readonly stage: string;
  readonly started: number;
  readonly completed: number;
  readonly steps: number;
  readonly cached: number;
}

/**
 * Platforms whose steps are the same (a copy of the same file) share them, and BuildKit names only one: one without steps of its own is measured by
 * all.
 */
export function measure(steps: readonly BuildStep[], platform: string): PlatformTiming {
  const ended = steps.filter((step) => step.completed !== undefined && !isInternal(step));
  const named = ended.filter((step) => step.platform === platform);
  const own = named.some(isWork) ? named : ended;
  const first = Math.min(...own.map(({ started }) => started ?? Infinity));
  const last = Math.max(...own.map(({ completed }) => completed ?? 0));
  const { work, cached } = fromCache(own);
  return { seconds: last > first ? round((last - first) / 1000) : 0, cached: work === 0 ? 0 : round(cached / work) };
}

/** How many steps of the Dockerfile there were, and how many of them came from a cache. */
export function fromCache(steps: readonly BuildStep[]): { readonly work: number; readonly cached: number } {
  const work = steps.filter((step) => step.completed !== undefined && isWork(step));
  return { work: work.length, cached: work.filter(({ cached }) => cached).length };
}

/** When each stage worked, in the order they began. */
export function stageTimes(steps: readonly BuildStep[]): StageTime[] {
  const stages = new Map<string, StageTime>();
  for (const step of steps) {
    const { started, completed, platform } = step;
    const stage = stageOf(step);
    if (started === undefined || completed === undefined || stage === undefined) continue;
    const key = `${platform} ${stage}`;
    const before = stages.get(key);
    stages.set(key, {
      platform,
      stage,
      started: Math.min(before?.started ?? Infinity, started),
      completed: Math.max(before?.completed ?? 0, completed),
      steps: (before?.steps ?? 0) + 1,
      cached: (before?.cached ?? 0) + (step.cached ? 1 : 0),
    });
  }
  return [...stages.values()].sort((a, b) => a.started - b.started);
}

const round = (value: number): number => Math.round(value * 100) / 100;
