import { availableParallelism } from 'node:os';
import { childEnvironment, info, runProcess, UserError, type EventContext } from '@data-profiler-actions/action-kit';
import { openDownloads } from '../environments/downloads.ts';
import type { Inputs } from '../inputs.ts';
import { buildProject, type Installer, type InstallPlan } from '../environments/install.ts';
import { findInterpreters } from '../interpreters/interpreters.ts';
import { compareVersions, type Leg } from './model.ts';
import type { Project } from '../environments/project.ts';
import { inParallel, runVersion } from './run-version.ts';
import { openVersion, type VersionPlace, type Workplace } from '../environments/workplace.ts';

/** What ran, and where the newest Python's environment is. */
export interface MatrixRun {
  readonly legs: Leg[];
  readonly newest: VersionPlace;
}

/** Runs every version, several at a time; a red version never stops another. */
export async function runMatrix(
  project: Project,
  inputs: Inputs,
  event: EventContext,
  workplace: Workplace,
  signal: AbortSignal,
): Promise<MatrixRun> {
  const interpreters = await findInterpreters(inputs.pythonVersions, signal);
  const places = interpreters.map((interpreter, index) => openVersion(workplace, interpreter, index));
  const newest = [...places].sort((a, b) => compareVersions(b.interpreter.version, a.interpreter.version))[0];
  if (!newest) throw new UserError('No Python version to test.');
  const installer = await chooseInstaller(inputs.installer, signal);
  const downloads = await openDownloads(inputs.cache, project, installer, inputs.pythonVersions, event);
  const budget = { timeoutMs: inputs.timeoutMinutes * 60_000, signal };
  const source = project.builds ? await buildProject(project, newest, { installer, env: downloads.env }, budget) : '';
  const { coverage, installCommand } = inputs;
  const plan: InstallPlan = { project, installer, installCommand, coverage, source, env: downloads.env };
  const atOnce = inputs.maxParallel ?? Math.min(places.length, availableParallelism());
  info(`${places.length} versions, ${atOnce} at a time, installed with ${installer}`);
  let installing = places.length;
  let saved: Promise<void> = Promise.resolve();
  const onInstalled = (): void => {
    installing -= 1;
    if (installing === 0) saved = downloads.save();
  };
  const legs = await inParallel(places, atOnce, (place) => runVersion(place, plan, inputs, signal, onInstalled));
  await saved;
  return { legs: legs.flat(), newest };
}

async function chooseInstaller(wanted: 'auto' | Installer, signal: AbortSignal): Promise<Installer> {
  if (wanted === 'pip') return 'pip';
  const run = await runProcess({
    command: 'uv',
    args: ['--version'],
    env: childEnvironment(),
    timeoutMs: 30_000,
    signal,
  });
  if (run.outcome === 'exited' && run.exitCode === 0) return 'uv';
  if (wanted === 'uv')
    throw new UserError(
      'Input "installer" is uv, but no uv is on PATH.',
      'Install it before this step (astral-sh/setup-uv), or let the installer be auto.',
    );
  return 'pip';
}
