import type { EventContext } from '@data-profiler-actions/action-kit';
import { skippableJobs, type ChangedFiles, type SkipDecision } from './changes/skippable-jobs.ts';
import { estimateCost, type Cost, type Strategy } from './cost/cost.ts';
import { decideBuilds, type BuildsDecision } from './cost/decide-builds.ts';
import { chooseFigures, type Workload } from './cost/workload.ts';
import type { History } from './history/earlier-runs.ts';
import type { PlannedImage } from './images/image-lines.ts';
import { ownerPath, repositoryPath } from './images/image-name.ts';
import { buildMatrix, imageMatrix, type BuildEntry, type ImageEntry, type Matrix } from './images/matrices.ts';
import type { Inputs } from './inputs.ts';
import { decidePublish, type PublishDecision } from './publish.ts';
import { assignRunners, standardRunners } from './runners/assign-runners.ts';
import { waitingJobs, type RegisteredRunner } from './runners/registered-runners.ts';
import type { RunnerMap } from './runners/runner-lines.ts';
import { decideStrategy, isSelfHosted } from './runners/strategy.ts';

/** What was read before deciding. */
export interface Facts {
  readonly event: EventContext;
  /** Those of the input, or the repository's own. */
  readonly images: readonly PlannedImage[];
  readonly history: History;
  readonly changed: ChangedFiles;
  /** Undefined where they may not be read. */
  readonly registered: readonly RegisteredRunner[] | undefined;
}

/** Everything that is decided once for a run. */
export interface Plan {
  readonly publish: PublishDecision;
  readonly strategy: Strategy;
  readonly strategyWhy: string;
  readonly builds: BuildsDecision;
  readonly skip: SkipDecision;
  readonly runners: RunnerMap;
  /** Sentences: jobs that no runner is there for. */
  readonly waiting: readonly string[];
  readonly buildMatrix: Matrix<BuildEntry>;
  readonly imageMatrix: Matrix<ImageEntry>;
  /** Registry and path that every image's name stands under. */
  readonly imageNamespace: string;
  readonly pythonVersions: readonly string[];
  readonly cost: Cost;
}

const unused = 'Self-hosted labels in runners are not used.';

/** Decides from plain data. */
export function makePlan(inputs: Inputs, facts: Facts): Plan {
  const { event, images } = facts;
  const { platforms } = inputs;
  const work = workload(inputs, facts);
  const cost = estimateCost(work);
  const { strategy, why } = decideStrategy({
    asked: inputs.strategy,
    isPrivate: work.isPrivate,
    untrusted: event.untrusted,
    runners: inputs.runners,
    cost,
  });
  const strangersCode = !work.isPrivate && event.untrusted === 'fork pull request';
  const given = strangersCode ? standardRunners(inputs.runners) : inputs.runners;
  const runners = assignRunners(strategy, given, platforms);
  const leavesOut =
    Object.keys(given).length < Object.keys(inputs.runners).length ||
    (strategy === 'hosted' && Object.values(given).some(isSelfHosted));
  const builds = decideBuilds(work, strategy);
  return {
    publish: decidePublish(event, inputs.publishBranches, images.length),
    strategy,
    strategyWhy: leavesOut ? `${why} ${unused}` : why,
    builds,
    skip: skippableJobs(facts.changed, inputs.paths),
    runners,
    waiting: facts.registered ? waitingJobs(runners, facts.registered) : [],
    buildMatrix: buildMatrix(images, platforms, runners, builds.builds),
    imageMatrix: imageMatrix(images, platforms),
    imageNamespace: imageNamespace(inputs, event),
    pythonVersions: inputs.pythonVersions,
    cost,
  };
}

function imageNamespace({ registry, imagePrefix, images }: Inputs, { repository }: EventContext): string {
  const pathOf = images.length > 0 ? repositoryPath : ownerPath;
  return `${registry}/${imagePrefix || pathOf(repository.fullName)}`;
}

function workload(inputs: Inputs, { event, images, history }: Facts): Workload {
  return {
    images: images.length,
    platforms: inputs.platforms.length,
    isPrivate: event.repository.isPrivate,
    billingPlan: inputs.billingPlan,
    machineDollars: inputs.machineDollars,
    ...chooseFigures(inputs, 'figures' in history ? history.figures : {}),
  };
}
