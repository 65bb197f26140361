import { join } from 'node:path';
import { messageOf, info, UserError } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { install, type InstallPlan } from '../environments/install.ts';
import type { Progress } from './progress.ts';
import { noCounts, type Leg, type Suite } from './model.ts';
import { runSuite } from '../pytest/run-suite.ts';
import type { VersionPlace } from '../environments/workplace.ts';

/** The legs of one version, and whether its environment could be made. */
export interface VersionRun {
  readonly legs: Leg[];
  readonly installed: boolean;
}

/** Installs one version's environment and runs its suites, one after the other, within one time limit. */
export async function runVersion(
  place: VersionPlace,
  plan: InstallPlan,
  inputs: Inputs,
  watch: { readonly progress: Progress; readonly onInstalled: () => void },
  signal: AbortSignal,
): Promise<VersionRun> {
  const { progress, onInstalled } = watch;
  const deadline = performance.now() + inputs.timeoutMinutes * 60_000;
  const left = (): number => Math.max(1, deadline - performance.now());
  const { version, fullVersion } = place.interpreter;
  info(`Python ${version}: ${fullVersion}, ${place.interpreter.executable}`);
  const started = performance.now();
  const done = progress.watch(`Python ${version}`, () => 'installing');
  const failure = await attempt(() => install(place, plan, { timeoutMs: left(), signal })).finally(done);
  onInstalled();
  if (failure)
    return {
      installed: false,
      legs: plan.project.suites.map(({ suite }, index) => notRun(version, suite, index === 0 ? failure : '')),
    };
  info(`Python ${version}: installed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  const legs: Leg[] = [];
  for (const { suite, args } of plan.project.suites) {
    const before = legs.at(-1);
    if (before && before.outcome === 'failed') {
      info(`Python ${version} ${suite}: skipped, since its ${before.suite} suite failed`);
      legs.push(notRun(version, suite, ''));
      continue;
    }
    legs.push(
      await runSuite(place, {
        suite,
        args,
        directory: plan.project.directory,
        coverage: plan.coverage,
        coverageSources: plan.project.coverageSources,
        policy: inputs,
        shard: inputs.shard,
        durationsFile: inputs.durationsFile && join(plan.project.directory, inputs.durationsFile),
        progress,
        timeoutMs: left(),
        signal,
      }),
    );
  }
  return { legs, installed: true };
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

/** A leg that failed before its first test, or, without a failure, one that was left out because of the leg before it. */
function notRun(version: string, suite: Suite, failure: string): Leg {
  return {
    version,
    suite,
    outcome: failure ? 'failed' : 'skipped',
    reason: failure || 'the unit suite of this version did not pass',
    counts: noCounts,
    seconds: 0,
    warning: '',
    tests: [],
    coverageFiles: [],
  };
}
