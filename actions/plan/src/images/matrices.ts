import type { Builds } from '../cost/cost.ts';
import type { Labels, RunnerMap } from '../runners/runner-lines.ts';
import type { PlannedImage } from './image-lines.ts';

/** A matrix of GitHub's `strategy.matrix`. GitHub refuses an empty `include`: such a job must be skipped by its `if`. */
export interface Matrix<Entry> {
  readonly include: readonly Entry[];
}

export interface BuildEntry extends PlannedImage {
  /** One platform; of emulated builds all, separated by commas. */
  readonly platform: string;
  readonly runner: Labels;
}

export interface ImageEntry extends PlannedImage {
  /** Separated by commas, as the `platforms` input takes them. */
  readonly platforms: string;
}

/** One job an image and platform; with emulated builds one job an image, on the first platform's runner. */
export function buildMatrix(
  images: readonly PlannedImage[],
  platforms: readonly string[],
  runners: RunnerMap,
  builds: Builds,
): Matrix<BuildEntry> {
  const runnerOf = (platform = ''): Labels => runners[platform] ?? runners['heavy'] ?? '';
  const jobs =
    builds === 'native'
      ? platforms.map((platform) => ({ platform, runner: runnerOf(platform) }))
      : [{ platform: platforms.join(','), runner: runnerOf(platforms[0]) }];
  return { include: images.flatMap((image) => jobs.map((job) => ({ ...image, ...job }))) };
}

/** One job an image. */
export function imageMatrix(images: readonly PlannedImage[], platforms: readonly string[]): Matrix<ImageEntry> {
  return { include: images.map((image) => ({ ...image, platforms: platforms.join(',') })) };
}
