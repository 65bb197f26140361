import { noteBuildStart, type BuildStart } from './checks/freshness.ts';
import type { CommandContext } from './command-context.ts';
import type { Inputs } from './inputs.ts';
import { install } from './package-manager/install.ts';
import { managerSettings } from './package-manager/manager.ts';
import { findProgram } from './package-manager/program.ts';
import type { Project } from './scripts/project.ts';
import { runScripts } from './scripts/run-scripts.ts';
import type { StepRun } from './scripts/step-run.ts';

export interface Work {
  readonly steps: readonly StepRun[];
  /** There is no site to read: the install or the build did not get through. */
  readonly broken: boolean;
  /** Undefined where the build is off. */
  readonly buildStart?: BuildStart;
}

/** Installs, then runs the project's scripts. */
export async function work(
  project: Project,
  context: CommandContext,
  inputs: Inputs,
  untrusted: string,
): Promise<Work> {
  const isOff = inputs.install.join(' ') === 'off';
  if (isOff && Object.keys(project.scripts).length === 0) return { steps: [], broken: false };
  const program = await findProgram(project.manager, context);
  const equipped = { ...context, programs: program.folder, settings: managerSettings(project.manager) };
  const asked = { manager: project.manager, program, command: inputs.install, cache: inputs.cache, untrusted };
  const installed = isOff ? [] : [await install(equipped, asked)];
  if (installed.some(({ outcome }) => outcome !== 'passed')) return { steps: installed, broken: true };
  const buildStart = noteBuildStart(project.directory);
  const ran = await runScripts(project, equipped);
  const broken = ran.some(({ name, outcome }) => name === 'build' && outcome !== 'passed');
  return {
    steps: [...installed, ...ran],
    broken,
    ...(project.scripts.build !== undefined && { buildStart }),
  };
}
