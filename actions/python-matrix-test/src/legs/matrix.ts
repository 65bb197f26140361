import { availableParallelism } from 'node:os';
import { counted, info, UserError, type EventContext } from '@data-profiler-actions/action-kit';
import { openDownloads, type Downloads } from '../environments/downloads.ts';
import type { InstallPlan } from '../environments/install-plan.ts';
import { chooseInstaller, type Installer } from '../environments/installer.ts';
import { prepare } from '../environments/prepare.ts';
import { openVersion, type VersionPlace, type Workplace } from '../environments/workplace.ts';
import { compareSpecs } from '../interpreters/version-spec.ts';
import type { Setup } from '../setup.ts';
import { countdown } from './countdown.ts';
import { inParallel } from './in-parallel.ts';
import type { Leg } from './model.ts';
import { openProgress } from './progress.ts';
import { runVersion } from './run-version.ts';

/** What ran, and where the newest Python's environment is. */
export interface MatrixRun {
  readonly legs: Leg[];
  readonly newest: VersionPlace;
}

/** Where a run takes place, and what ends it. */
export interface Run {
  readonly event: EventContext;
  readonly workplace: Workplace;
  readonly signal: AbortSignal;
}

/** Runs every version, several at a time; a red version never stops another. */
export async function runMatrix(setup: Setup, run: Run): Promise<MatrixRun> {
  const { inputs, project, interpreters } = setup;
  const { workplace, signal } = run;
  const places = interpreters.map((interpreter, index) => openVersion(workplace, interpreter, index));
  const newest = newestOf(places);
  const { installer, downloads } = await openInstaller(setup, newest, run);
  const budget = { timeoutMs: inputs.timeoutMinutes * 60_000, signal };
  const prepared = await prepare(project, newest, { workplace, installer, budget });
  const { installCommand, coverage } = inputs;
  const plan: InstallPlan = { ...prepared, project, installer, installCommand, coverage };
  const atOnce = inputs.maxParallel ?? Math.min(places.length, availableParallelism());
  info(`${counted(places.length, 'version')}, ${atOnce} at a time, installed with ${installer.name}`);
  const saving = countdown(places.length, downloads.save);
  const progress = openProgress(info);
  const shared = { plan, inputs, progress, onInstalled: saving.tick, signal };
  const runs = await inParallel(places, atOnce, (place) => runVersion(place, shared)).finally(progress.close);
  await saving.ended();
  const installed = places.filter((_, index) => runs[index]?.installed);
  return { legs: runs.flatMap(({ legs }) => legs), newest: installed.length > 0 ? newestOf(installed) : newest };
}

/** The installer with the downloads that it can use again. */
async function openInstaller(
  { inputs, project }: Setup,
  { interpreter }: VersionPlace,
  { event, workplace, signal }: Run,
): Promise<{ readonly installer: Installer; readonly downloads: Downloads }> {
  const chosen = await chooseInstaller(inputs.installer, interpreter.executable, workplace.root, signal);
  const versions = inputs.pythonVersions.map(({ text }) => text);
  const { cache: mode, installCommand } = inputs;
  const downloads = await openDownloads({ mode, project, installCommand, installer: chosen.name, versions }, event);
  return { installer: { ...chosen, env: downloads.env }, downloads };
}

function newestOf(places: readonly VersionPlace[]): VersionPlace {
  const newest = [...places].sort((a, b) => compareSpecs(b.interpreter.spec, a.interpreter.spec))[0];
  if (!newest) throw new UserError('No Python version to test.');
  return newest;
}
