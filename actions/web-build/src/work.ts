import { isAbsolute, join, relative } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import type { Inputs } from './inputs.ts';
import { install } from './package-manager/install.ts';
import { buildPlace } from './scripts/output-directory.ts';
import type { Project } from './scripts/project.ts';
import { runScripts } from './scripts/run-scripts.ts';
import type { Bench, StepRun } from './scripts/step-run.ts';
import type { BuiltSite } from './prove.ts';

export interface Work {
  readonly steps: readonly StepRun[];
  /** There is no site to read: the install or the build did not get through. */
  readonly broken: boolean;
  /** Milliseconds since the epoch; undefined where the build is off. */
  readonly buildStarted?: number;
}

/** Installs, then runs the project's scripts. */
export async function work(project: Project, bench: Bench, inputs: Inputs, untrusted: string): Promise<Work> {
  const asked = { command: inputs.install, cache: inputs.cache, untrusted };
  const installed = inputs.install === 'off' ? [] : [await install(project, bench, asked)];
  if (installed.some(({ outcome }) => outcome !== 'passed')) return { steps: installed, broken: true };
  const buildStarted = Date.now();
  const ran = await runScripts(project, bench);
  const broken = ran.some(({ name, outcome }) => name === 'build' && outcome !== 'passed');
  return {
    steps: [...installed, ...ran],
    broken,
    ...(project.scripts.build !== undefined && { buildStarted }),
  };
}

/** Where the site stands, and how Vite built it. A folder outside the workspace is not read. */
export async function locateOutput(
  { directory, buildScript }: Project,
  bench: Bench,
  { outputDirectory: asked }: Inputs,
  workspace: string,
  { broken, buildStarted }: Work,
): Promise<BuiltSite> {
  const place = broken ? { outputDirectory: join(directory, 'dist') } : await buildPlace(bench, buildScript);
  const absolute = asked === '' ? place.outputDirectory : join(directory, asked);
  const path = relative(workspace, absolute);
  if (path.startsWith('..') || isAbsolute(path))
    throw new UserError(
      `The build writes to ${absolute}, outside the workspace.`,
      'Set build.outDir to a folder inside.',
    );
  return {
    absolute,
    relative: path,
    ...(place.vite && { vite: place.vite }),
    ...(buildStarted !== undefined && { builtSince: buildStarted }),
  };
}
