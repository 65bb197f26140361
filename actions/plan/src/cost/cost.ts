import { assumptions, prices } from './prices.ts';
import type { Figure, Workload } from './workload.ts';

export type Strategy = 'hosted' | 'self-hosted' | 'hybrid';
export type Builds = 'native' | 'emulated';

export interface Alternative {
  readonly strategy: Strategy;
  /** How the platforms are built: each on its own architecture, or all in one job. */
  readonly builds: Builds;
  /** Billed by GitHub, a month. */
  readonly minutes: number;
  /** A month, machines of one's own included. */
  readonly dollars: number;
  /** Builds a day above which machines of one's own cost less than this; of hosted alternatives of a private repository only. */
  readonly breakEvenBuilds?: number;
}

export interface Cost {
  readonly currency: 'USD';
  readonly pricesAsOf: string;
  readonly buildsPerDay: number;
  /** Whether buildsPerDay was neither given nor read from earlier runs. */
  readonly assumed: boolean;
  readonly includedMinutes: number;
  readonly figures: Readonly<Record<'buildsPerDay' | 'nativeMinutes' | 'emulatedMinutes' | 'lightMinutes', Figure>>;
  /** Hosted native, hosted emulated, hybrid, self-hosted. */
  readonly alternatives: readonly Alternative[];
}

/** Minutes and money of each way to run the pipeline for a month. Standard hosted runners are free for public repositories. */
export function estimateCost(work: Workload): Cost {
  const { buildsPerDay, nativeMinutes, emulatedMinutes, lightMinutes, isPrivate, machineDollars } = work;
  const runs = buildsPerDay.value * assumptions.daysPerMonth;
  const light = runs * lightMinutes.value;
  const included = isPrivate ? prices.includedMinutes[work.billingPlan] : 0;
  const billed = (minutes: number): number =>
    isPrivate ? cents(Math.max(0, minutes - included) * prices.dollarsPerMinute) : 0;
  const hosted = (builds: Builds): Alternative => {
    const perRun = lightMinutes.value + buildMinutes(work, builds);
    const minutes = Math.round(runs * perRun);
    const even = isPrivate ? { breakEvenBuilds: breakEvenBuilds(machineDollars, included, perRun) } : {};
    return { strategy: 'hosted', builds, minutes, dollars: billed(minutes), ...even };
  };
  return {
    currency: 'USD',
    pricesAsOf: prices.asOf,
    buildsPerDay: buildsPerDay.value,
    assumed: buildsPerDay.from === 'assumption',
    includedMinutes: included,
    figures: { buildsPerDay, nativeMinutes, emulatedMinutes, lightMinutes },
    alternatives: [
      hosted('native'),
      hosted('emulated'),
      {
        strategy: 'hybrid',
        builds: 'native',
        minutes: Math.round(light),
        dollars: cents(machineDollars + billed(light)),
      },
      { strategy: 'self-hosted', builds: 'native', minutes: 0, dollars: machineDollars },
    ],
  };
}

/** Billed minutes of a run's image builds: every job is rounded up to a whole minute. */
export function buildMinutes(work: Omit<Workload, 'buildsPerDay' | 'lightMinutes'>, builds: Builds): number {
  const { images, platforms, nativeMinutes, emulatedMinutes } = work;
  if (builds === 'native' || platforms < 2)
    return images * (platforms * Math.ceil(nativeMinutes.value) + assumptions.mergeMinutes);
  return images * Math.ceil(nativeMinutes.value + (platforms - 1) * emulatedMinutes.value);
}

/** Builds a day at which hosted minutes cost as much as machines of one's own (dollars a month); one decimal. */
export function breakEvenBuilds(machineDollars: number, includedMinutes: number, minutesPerBuild: number): number {
  const saved = prices.dollarsPerMinute - prices.selfHostedDollarsPerMinute;
  const minutes = includedMinutes + machineDollars / saved;
  return Math.round((minutes / assumptions.daysPerMonth / Math.max(minutesPerBuild, 1)) * 10) / 10;
}

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}
