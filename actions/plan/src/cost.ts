import { assumptions, prices } from './prices.ts';

export type Strategy = 'hosted' | 'self-hosted' | 'hybrid';

export interface Alternative {
  readonly strategy: Strategy;
  /** How the platforms are built, where that differs. */
  readonly builds: 'native' | 'emulated';
  /** Billed by GitHub, a month. */
  readonly minutes: number;
  /** A month, machines of one's own included. */
  readonly dollars: number;
}

export interface Cost {
  readonly currency: 'USD';
  readonly pricesAsOf: string;
  readonly buildsPerDay: number;
  /** Whether builds-per-day was not given. */
  readonly assumed: boolean;
  readonly includedMinutes: number;
  /** Cheapest of a kind first mentioned: hosted native, hosted emulated, hybrid, self-hosted. */
  readonly alternatives: readonly Alternative[];
}

export interface Workload {
  readonly images: number;
  readonly platforms: number;
  readonly buildsPerDay: number | undefined;
  readonly isPrivate: boolean;
}

/** Minutes and money of each way to run the pipeline for a month. Standard hosted runners are free for public repositories. */
export function estimateCost(work: Workload): Cost {
  const buildsPerDay = work.buildsPerDay ?? assumptions.buildsPerDay;
  const runs = buildsPerDay * assumptions.daysPerMonth;
  const own = assumptions.machineDollars + assumptions.upkeepDollars;
  const light = runs * assumptions.lightMinutesPerRun;
  const billed = (minutes: number): number => (work.isPrivate ? hostedDollars(minutes) : 0);
  const hosted = (builds: Alternative['builds'], perRun: number): Alternative => {
    const minutes = light + runs * perRun;
    return { strategy: 'hosted', builds, minutes, dollars: billed(minutes) };
  };
  return {
    currency: 'USD',
    pricesAsOf: prices.asOf,
    buildsPerDay,
    assumed: work.buildsPerDay === undefined,
    includedMinutes: work.isPrivate ? prices.includedMinutes : 0,
    alternatives: [
      hosted('native', nativeMinutes(work)),
      hosted('emulated', emulatedMinutes(work)),
      { strategy: 'hybrid', builds: 'native', minutes: light, dollars: cents(own + billed(light)) },
      { strategy: 'self-hosted', builds: 'native', minutes: 0, dollars: own },
    ],
  };
}

function nativeMinutes({ images, platforms }: Workload): number {
  return images * (platforms * assumptions.nativeBuildMinutes + assumptions.mergeMinutes);
}

function emulatedMinutes({ images, platforms }: Workload): number {
  return images * (assumptions.nativeBuildMinutes + (platforms - 1) * assumptions.emulatedBuildMinutes);
}

function hostedDollars(minutes: number): number {
  return cents(Math.max(0, minutes - prices.includedMinutes) * prices.dollarsPerMinute);
}

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}
