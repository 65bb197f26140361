import { mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { printGroup, runProcess, UserError } from '@data-profiler-actions/action-kit';
import { copyTree } from './copy-tree.ts';
import { installFailure } from './install-failure.ts';
import type { PreparationContext } from './preparation-context.ts';
import type { Installer } from './installer.ts';
import { pipOutside } from './pip.ts';
import type { Project } from './project.ts';
import type { Command } from './step.ts';
import type { VersionPlace } from './workplace.ts';

/** What a version installs the project from: a wheel that fits it, or a copy of its own to build from; empty for nothing. */
export type Source = (place: VersionPlace) => string;

/**
 * Builds the project in a copy of it, since builds write into the tree. One wheel serves every version unless it holds compiled code: then
 * each version builds in a copy of its own, where no other can write over its results.
 */
export async function buildProject(
  project: Project,
  copy: string,
  place: VersionPlace,
  { workplace, installer, budget }: PreparationContext,
): Promise<Source> {
  const wheels = join(workplace.root, 'wheel');
  mkdirSync(wheels);
  const [command, args] = buildCommand(installer, place, wheels, copy);
  const env = { ...place.env, ...installer.env, ...pipOutside };
  const result = await runProcess({ command, args, cwd: copy, env, ...budget });
  printGroup(`Build of the project (${result.seconds.toFixed(1)} s)`, result.output);
  if (result.outcome !== 'exited' || result.exitCode !== 0)
    throw new UserError(
      `The project could not be built: ${installFailure(result, `${command} ${args[0] ?? ''}`, installer.name, () => '')}`,
      'Mend pyproject.toml, or name what to install in "requirements" or "install-command".',
    );
  const wheel = readdirSync(wheels).find((name) => name.endsWith('.whl'));
  if (wheel?.endsWith('-none-any.whl')) return () => join(wheels, wheel);
  return (other) =>
    other === place && wheel !== undefined
      ? join(wheels, wheel)
      : copyProject(project, join(other.folder, 'source'), workplace.scratch);
}

function buildCommand(installer: Installer, place: VersionPlace, wheels: string, copy: string): Command {
  const python = place.interpreter.executable;
  return installer.name === 'uv'
    ? [installer.uv, ['build', '--wheel', '--no-progress', '--python', python, '--out-dir', wheels, copy]]
    : [python, ['-m', 'pip', 'wheel', '--no-deps', '--wheel-dir', wheels, copy]];
}

/** Copies the project to a folder, with the repository around it where what is installed reaches out of its directory. Gives the project's place in the copy. */
export function copyProject({ directory, repository, reachesOut }: Project, to: string, except: string): string {
  const from = reachesOut ? repository : directory;
  copyTree(from, to, except);
  return join(to, relative(from, directory));
}
