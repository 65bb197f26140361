import { join } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import type { PreparationContext } from './preparation-context.ts';
import { readComplaint } from './complaint.ts';
import type { Project } from './project.ts';
import { stepper } from './step.ts';
import type { VersionPlace } from './workplace.ts';

/** Turns uv.lock into a requirements file with hashes, for all versions at once. Empty where the project has none; without uv no lock can be used. A lock that does not fit pyproject.toml is red. */
export async function exportLock(
  project: Project,
  newest: VersionPlace,
  { workplace, installer, budget }: PreparationContext,
): Promise<string> {
  const { requirements, directory } = project;
  const lock = requirements.find((each) => each.kind === 'lock');
  if (lock && installer.name !== 'uv')
    throw new UserError(
      `${lock.path} can only be installed with uv.`,
      'Let "installer" be uv or auto with uv within reach, or name other requirements.',
    );
  if (lock?.format !== 'uv' || installer.name !== 'uv') return '';
  const file = join(workplace.root, 'uv-lock.txt');
  const chosen = requirements.flatMap((each) => {
    if (each.kind === 'group') return ['--group', each.name];
    return each.kind === 'project' ? each.extras.flatMap((name) => ['--extra', name]) : [];
  });
  const options = ['--quiet', '--locked', '--no-emit-project', '--no-editable', '--format', 'requirements.txt'];
  const run = stepper(
    {
      title: 'uv.lock',
      cwd: directory,
      env: { ...newest.env, ...installer.env },
      explain: ({ output }) => `uv.lock cannot be used: ${readComplaint(output).reason}`,
    },
    budget,
  );
  const python = newest.interpreter.executable;
  const command = ['export', ...options, '--python', python, ...chosen, '--output-file', file];
  await run([installer.uv, command], 'failures');
  return file;
}
