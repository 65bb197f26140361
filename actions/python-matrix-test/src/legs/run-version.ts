import { join } from 'node:path';
import { info, messageOf, UserError } from '@data-profiler-actions/action-kit';
import { install } from '../environments/install.ts';
import type { InstallPlan } from '../environments/install-plan.ts';
import type { Budget } from '../environments/step.ts';
import type { VersionPlace } from '../environments/workplace.ts';
import type { Inputs } from '../inputs.ts';
import { runSuite } from '../pytest/run-suite.ts';
import type { ChosenSuite } from '../pytest/suites.ts';
import { notRun, type Leg, type Suite } from './model.ts';
import type { Progress } from './progress.ts';

/** The legs of one version, and whether its environment could be made. */
export interface VersionRun {
  readonly legs: Leg[];
  readonly installed: boolean;
}

/** What all versions have in common. `onInstalled` is called once for each, also where that failed. */
export interface Shared {
  readonly plan: InstallPlan;
  readonly inputs: Inputs;
  readonly progress: Progress;
  readonly onInstalled: () => void;
  readonly signal: AbortSignal;
}

/** Installs one version's environment and runs its suites, one after the other, within one time limit. */
export async function runVersion(place: VersionPlace, shared: Shared): Promise<VersionRun> {
  const deadline = performance.now() + shared.inputs.timeoutMinutes * 60_000;
  const left = (): Budget => ({ timeoutMs: Math.max(1, deadline - performance.now()), signal: shared.signal });
  const failure = await installVersion(place, shared, left());
  shared.onInstalled();
  if (!failure) return { legs: await runSuites(place, shared, left), installed: true };
  const { version } = place.interpreter;
  const [first, ...others] = shared.plan.project.suites.map(({ suite }) => suite);
  const failed = first ? [notRun(version, first, 'failed', failure)] : [];
  return { legs: [...failed, ...others.map((suite) => leftOut(version, suite))], installed: false };
}

/** Why the environment could not be made; empty if it could. */
async function installVersion(place: VersionPlace, { plan, progress }: Shared, budget: Budget): Promise<string> {
  const { version, fullVersion, executable } = place.interpreter;
  info(`Python ${version}: ${fullVersion}, ${executable}`);
  const started = performance.now();
  const done = progress.watch(`Python ${version}`, () => 'installing');
  const failure = await attempt(() => install(place, plan, budget)).finally(done);
  if (!failure) info(`Python ${version}: installed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return failure;
}

async function runSuites(place: VersionPlace, shared: Shared, left: () => Budget): Promise<Leg[]> {
  const { version } = place.interpreter;
  const legs: Leg[] = [];
  for (const chosen of shared.plan.project.suites) {
    const before = legs.at(-1);
    if (before?.outcome === 'failed') {
      info(`Python ${version} ${chosen.suite}: skipped, since its ${before.suite} suite failed`);
      legs.push(leftOut(version, chosen.suite));
    } else legs.push(await runChosen(place, chosen, shared, left()));
  }
  return legs;
}

function runChosen(place: VersionPlace, chosen: ChosenSuite, shared: Shared, budget: Budget): Promise<Leg> {
  const { plan, inputs, progress } = shared;
  const { directory, coverageSources } = plan.project;
  const durationsFile = inputs.durationsFile && join(directory, inputs.durationsFile);
  const how = { coverage: plan.coverage, coverageSources, policy: inputs, shard: inputs.shard, durationsFile };
  return runSuite(place, { ...chosen, directory, ...how, progress, ...budget });
}

/** The failure; empty without one. */
async function attempt(work: () => Promise<void>): Promise<string> {
  try {
    await work();
    return '';
  } catch (thrown) {
    if (thrown instanceof UserError) return messageOf(thrown);
    throw thrown;
  }
}

const leftOut = (version: string, suite: Suite): Leg =>
  notRun(version, suite, 'skipped', 'the unit suite of this version did not pass');
