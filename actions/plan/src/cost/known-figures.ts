/** Figures that one source knows. */
export interface KnownFigures {
  readonly buildsPerDay?: number | undefined;
  readonly nativeMinutes?: number | undefined;
  readonly emulatedMinutes?: number | undefined;
  readonly lightMinutes?: number | undefined;
}

/** The build of an image in one job of an earlier run. */
export interface Build {
  /** Of the whole job. */
  readonly minutes: number;
  /** How many platforms were built on their own architecture, and how many were not. */
  readonly native: number;
  readonly emulated: number;
}

/** What earlier runs tell. */
export interface MeasuredFigures extends KnownFigures {
  /** Builds that emulate beside a native build, where no job tells what a native one takes alone: only their whole is known. */
  readonly together?: readonly Build[];
}

/** What one emulated platform took, if a native one takes `nativeMinutes`. */
export function emulatedMinutesIn({ minutes, native, emulated }: Build, nativeMinutes: number): number {
  return Math.max(0, minutes - native * nativeMinutes) / emulated;
}

/** The whole split by an assumed native build, which is none the slower one. */
export function splitMinutes(builds: readonly Build[], assumedNative: number): { native: number; emulated: number } {
  const share = mean(builds.map(({ minutes, native, emulated }) => minutes / (native + emulated)));
  const native = rounded(Math.min(assumedNative, share));
  return { native, emulated: rounded(mean(builds.map((build) => emulatedMinutesIn(build, native)))) };
}

export const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

export const rounded = (minutes: number): number => Math.round(minutes * 10) / 10;
