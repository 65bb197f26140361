import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { info, UserError, type EventContext } from '@data-profiler-actions/action-kit';
import { buildProject, copyProject } from '../environments/build-project.ts';
import { openDownloads } from '../environments/downloads.ts';
import { exportLock } from '../environments/export-lock.ts';
import { leaveOutItself } from '../environments/itself.ts';
import { wantsProject, type InstallPlan } from '../environments/install.ts';
import { chooseInstaller, type Installer } from '../environments/installer.ts';
import { openVersion, type VersionPlace, type Workplace } from '../environments/workplace.ts';
import { compareSpecs } from '../interpreters/version-spec.ts';
import type { Setup } from '../setup.ts';
import { inParallel } from './in-parallel.ts';
import type { Leg } from './model.ts';
import { openProgress } from './progress.ts';
import { runVersion } from './run-version.ts';

/** What ran, and where the newest Python's environment is. */
export interface MatrixRun {
  readonly legs: Leg[];
  readonly newest: VersionPlace;
}

/** Runs every version, several at a time; a red version never stops another. */
export async function runMatrix(
  { inputs, project, interpreters }: Setup,
  event: EventContext,
  workplace: Workplace,
  signal: AbortSignal,
): Promise<MatrixRun> {
  const places = interpreters.map((interpreter, index) => openVersion(workplace, interpreter, index));
  const newest = newestOf(places);
  const chosen = await chooseInstaller(inputs.installer, newest.interpreter.executable, workplace.root, signal);
  const versions = inputs.pythonVersions.map(({ text }) => text);
  const downloads = await openDownloads(
    { mode: inputs.cache, project, installCommand: inputs.installCommand, installer: chosen.name, versions },
    event,
  );
  const installer = { ...chosen, env: downloads.env };
  const plan: InstallPlan = {
    ...(await prepare({ inputs, project, interpreters }, newest, workplace, installer, signal)),
    project,
    installer,
    installCommand: inputs.installCommand,
    coverage: inputs.coverage,
  };
  const atOnce = inputs.maxParallel ?? Math.min(places.length, availableParallelism());
  info(
    `${places.length} ${places.length === 1 ? 'version' : 'versions'}, ${atOnce} at a time, installed with ${installer.name}`,
  );
  let installing = places.length;
  let saved: Promise<void> = Promise.resolve();
  const onInstalled = (): void => {
    installing -= 1;
    if (installing === 0) saved = downloads.save();
  };
  const progress = openProgress(info);
  const runs = await inParallel(places, atOnce, (place) =>
    runVersion(place, plan, inputs, { progress, onInstalled }, signal),
  ).finally(progress.close);
  await saved;
  const installed = places.filter((_, index) => runs[index]?.installed);
  return { legs: runs.flatMap(({ legs }) => legs), newest: installed.length > 0 ? newestOf(installed) : newest };
}

function newestOf(places: readonly VersionPlace[]): VersionPlace {
  const newest = [...places].sort((a, b) => compareSpecs(b.interpreter.spec, a.interpreter.spec))[0];
  if (!newest) throw new UserError('No Python version to test.');
  return newest;
}

/** What is made once for all versions. */
async function prepare(
  { inputs, project }: Setup,
  newest: VersionPlace,
  workplace: Workplace,
  installer: Installer,
  signal: AbortSignal,
): Promise<Pick<InstallPlan, 'source' | 'exportedLock' | 'copy'>> {
  const budget = { timeoutMs: inputs.timeoutMinutes * 60_000, signal };
  const builds = project.pyproject.builds && wantsProject(project);
  const locked = project.requirements.some((each) => each.kind === 'lock');
  const wanted = builds || locked || project.pyproject.sources || project.namedIn.length > 0;
  const copy = wanted ? copyProject(project, join(workplace.root, 'source'), workplace.scratch) : '';
  leaveOutItself(copy, project.namedIn);
  return {
    exportedLock: await exportLock(project, newest, installer, workplace, budget),
    source: builds ? await buildProject(project, copy, newest, workplace, installer, budget) : () => '',
    copy,
  };
}
