import {
  emulatedMinutesIn,
  mean,
  rounded,
  splitMinutes,
  type Build,
  type KnownFigures,
  type MeasuredFigures,
} from './known-figures.ts';
import { assumptions, type BillingPlan } from './prices.ts';

/**
 * A number and where it is from: the step's inputs, the workflow's own earlier runs, or the assumptions beside the prices. `split`: earlier runs tell what all
 * platforms took together, and an assumption which of them took how much.
 */
export interface Figure {
  readonly value: number;
  readonly from: 'input' | 'earlier runs' | 'split' | 'assumption';
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

/** Each figure from the first that knows it: inputs, earlier runs, assumptions. */
export function chooseFigures(
  given: KnownFigures,
  read: MeasuredFigures,
): Pick<Workload, 'buildsPerDay' | 'nativeMinutes' | 'emulatedMinutes' | 'lightMinutes'> {
  const choose = (name: keyof KnownFigures): Figure => {
    if (given[name] !== undefined) return { value: given[name], from: 'input' };
    if (read[name] !== undefined) return { value: read[name], from: 'earlier runs' };
    return { value: assumptions[name], from: 'assumption' };
  };
  const figures = {
    buildsPerDay: choose('buildsPerDay'),
    nativeMinutes: choose('nativeMinutes'),
    emulatedMinutes: choose('emulatedMinutes'),
    lightMinutes: choose('lightMinutes'),
  };
  return { ...figures, ...splitFigures(figures, read.together ?? []) };
}

/** What is known of the platforms together takes the place of assumptions about each. */
function splitFigures(
  { nativeMinutes, emulatedMinutes }: Pick<Workload, 'nativeMinutes' | 'emulatedMinutes'>,
  together: readonly Build[],
): Partial<Pick<Workload, 'nativeMinutes' | 'emulatedMinutes'>> {
  if (together.length === 0 || emulatedMinutes.from !== 'assumption') return {};
  if (nativeMinutes.from === 'input') {
    const minutes = mean(together.map((build) => emulatedMinutesIn(build, nativeMinutes.value)));
    return { emulatedMinutes: { value: rounded(minutes), from: 'earlier runs' } };
  }
  const { native, emulated } = splitMinutes(together, nativeMinutes.value);
  return { nativeMinutes: { value: native, from: 'split' }, emulatedMinutes: { value: emulated, from: 'split' } };
}
