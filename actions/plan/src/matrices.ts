import type { PlannedImage } from './image-lines.ts';
import type { Labels, RunnerMap } from './runner-lines.ts';

/** A matrix of GitHub's `strategy.matrix`. GitHub refuses an empty `include`: such a job must be skipped by its `if`. */
export interface Matrix<Entry> {
  readonly include: readonly Entry[];
}

export interface BuildEntry extends PlannedImage {
  readonly platform: string;
  readonly runner: Labels;
}

export interface ImageEntry extends PlannedImage {
  /** Separated by commas, as the `platforms` input takes them. */
  readonly platforms: string;
}

/** One job an image and platform. */
export function buildMatrix(
  images: readonly PlannedImage[],
  platforms: readonly string[],
  runners: RunnerMap,
): Matrix<BuildEntry> {
  const include = images.flatMap((image) =>
    platforms.map((platform) => ({ ...image, platform, runner: runners[platform] ?? runners['heavy'] ?? '' })),
  );
  return { include };
}

/** One job an image. */
export function imageMatrix(images: readonly PlannedImage[], platforms: readonly string[]): Matrix<ImageEntry> {
  return { include: images.map((image) => ({ ...image, platforms: platforms.join(',') })) };
}
