import type { EventContext } from '@data-profiler-actions/action-kit';
import { estimateCost, type Cost, type Strategy } from './cost.ts';
import type { PlannedImage } from './image-lines.ts';
import type { Inputs } from './inputs.ts';
import { buildMatrix, imageMatrix, type BuildEntry, type ImageEntry, type Matrix } from './matrices.ts';
import { decidePublish, type PublishDecision } from './publish.ts';
import type { RunnerMap } from './runner-lines.ts';
import { assignRunners } from './runners.ts';
import { decideStrategy, isSelfHosted } from './strategy.ts';

/** Everything that is decided once for a run. */
export interface Plan {
  readonly publish: PublishDecision;
  readonly strategy: Strategy;
  readonly strategyWhy: string;
  readonly runners: RunnerMap;
  readonly buildMatrix: Matrix<BuildEntry>;
  readonly imageMatrix: Matrix<ImageEntry>;
  readonly pythonVersions: readonly string[];
  readonly cost: Cost;
}

const unused = 'Self-hosted labels in runners are not used.';

/** Decides from plain data; `images` are those of the input, or the repository's own. */
export function makePlan(inputs: Inputs, event: EventContext, images: readonly PlannedImage[]): Plan {
  const { platforms, buildsPerDay } = inputs;
  const { isPrivate } = event.repository;
  const cost = estimateCost({ images: images.length, platforms: platforms.length, buildsPerDay, isPrivate });
  const { strategy, why } = decideStrategy({
    asked: inputs.strategy,
    isPrivate,
    untrusted: event.untrusted,
    buildsPerDay,
    runners: inputs.runners,
    cost,
  });
  const runners = assignRunners(strategy, inputs.runners, platforms);
  return {
    publish: decidePublish(event, inputs.publishBranches, images.length),
    strategy,
    strategyWhy: strategy === 'hosted' && Object.values(inputs.runners).some(isSelfHosted) ? `${why} ${unused}` : why,
    runners,
    buildMatrix: buildMatrix(images, platforms, runners),
    imageMatrix: imageMatrix(images, platforms),
    pythonVersions: inputs.pythonVersions,
    cost,
  };
}
