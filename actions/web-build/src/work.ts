import { isAbsolute, join, relative } from 'node:path';
import { UserError, type EventContext } from '@data-profiler-actions/action-kit';
import { stampPages, type PageStamps } from './checks/freshness.ts';
import type { Inputs } from './inputs.ts';
import { install } from './package-manager/install.ts';
import { managerSettings } from './package-manager/manager.ts';
import { findProgram } from './package-manager/program.ts';
import type { BuiltSite } from './prove.ts';
import { isInside } from './request.ts';
import type { Bench } from './scripts/bench.ts';
import { buildPlace } from './scripts/output-directory.ts';
import type { Project } from './scripts/project.ts';
import { runScripts } from './scripts/run-scripts.ts';
import type { StepRun } from './scripts/step-run.ts';

export interface Work {
  readonly steps: readonly StepRun[];
  /** There is no site to read: the install or the build did not get through. */
  readonly broken: boolean;
  /** Milliseconds since the epoch; undefined where the build is off. */
  readonly buildStarted?: number;
  readonly pagesBefore?: PageStamps;
}

/** Installs, then runs the project's scripts. */
export async function work(project: Project, bench: Bench, inputs: Inputs, untrusted: string): Promise<Work> {
  const isOff = inputs.install.join(' ') === 'off';
  if (isOff && Object.keys(project.scripts).length === 0) return { steps: [], broken: false };
  const program = await findProgram(project.manager, bench);
  const equipped = { ...bench, programs: program.folder, settings: managerSettings(project.manager) };
  const asked = { manager: project.manager, program, command: inputs.install, cache: inputs.cache, untrusted };
  const installed = isOff ? [] : [await install(equipped, asked)];
  if (installed.some(({ outcome }) => outcome !== 'passed')) return { steps: installed, broken: true };
  const pagesBefore = stampPages(project.directory);
  const buildStarted = Date.now();
  const ran = await runScripts(project, equipped);
  const broken = ran.some(({ name, outcome }) => name === 'build' && outcome !== 'passed');
  return {
    steps: [...installed, ...ran],
    broken,
    ...(project.scripts.build !== undefined && { buildStarted, pagesBefore }),
  };
}

/** Where the site stands, and how Vite built it. A folder outside the workspace is not read, nor one that a link leads to. */
export async function locateOutput(
  { directory, buildScript }: Project,
  bench: Bench,
  { outputDirectory: asked }: Inputs,
  { workspace }: EventContext,
  { broken, buildStarted, pagesBefore }: Work,
): Promise<BuiltSite> {
  const place = broken ? { outputDirectory: join(directory, 'dist') } : await buildPlace(bench, buildScript);
  const absolute = asked === '' ? place.outputDirectory : join(directory, asked);
  const path = relative(workspace, absolute);
  if (path.startsWith('..') || isAbsolute(path) || !isInside(absolute, workspace))
    throw new UserError(
      `The build writes to ${absolute}, which leads out of the workspace.`,
      'Set build.outDir to a folder inside.',
    );
  return {
    absolute,
    relative: path,
    ...(place.vite && { vite: place.vite }),
    ...(buildStarted !== undefined && { builtSince: buildStarted }),
    ...(pagesBefore && { pagesBefore }),
  };
}
