import { assumptions, type BillingPlan } from './prices.ts';

/** A number and where it is from: the step's inputs, the workflow's own earlier runs, or the assumptions beside the prices. */
export interface Figure {
  readonly value: number;
  readonly from: 'input' | 'earlier runs' | 'assumption';
}

/** What a month consists of. Minutes are those of one job, not yet rounded up. */
export interface Workload {
  readonly images: number;
  readonly platforms: number;
  readonly isPrivate: boolean;
  readonly billingPlan: BillingPlan;
  readonly machineDollars: number;
  readonly buildsPerDay: Figure;
  readonly nativeMinutes: Figure;
  readonly emulatedMinutes: Figure;
  /** Billed minutes of a run's other jobs together. */
  readonly lightMinutes: Figure;
}

/** Figures that one source knows. */
export interface KnownFigures {
  readonly buildsPerDay?: number | undefined;
  readonly nativeMinutes?: number | undefined;
  readonly emulatedMinutes?: number | undefined;
  readonly lightMinutes?: number | undefined;
}

/** Each figure from the first that knows it: inputs, earlier runs, assumptions. */
export function chooseFigures(
  given: KnownFigures,
  read: KnownFigures,
): Pick<Workload, 'buildsPerDay' | 'nativeMinutes' | 'emulatedMinutes' | 'lightMinutes'> {
  const choose = (name: keyof KnownFigures): Figure => {
    if (given[name] !== undefined) return { value: given[name], from: 'input' };
    if (read[name] !== undefined) return { value: read[name], from: 'earlier runs' };
    return { value: assumptions[name], from: 'assumption' };
  };
  return {
    buildsPerDay: choose('buildsPerDay'),
    nativeMinutes: choose('nativeMinutes'),
    emulatedMinutes: choose('emulatedMinutes'),
    lightMinutes: choose('lightMinutes'),
  };
}
