import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installFailure } from './install-failure.ts';
import type { Installer } from './installer.ts';
import type { Source } from './build-project.ts';
import { linkByteCode } from './byte-code.ts';
import { lacking } from './lacking.ts';
import { normalName } from './pyproject.ts';
import type { Project } from './project.ts';
import type { Requirement } from './requirement.ts';
import { stepper, type Budget, type Command } from './step.ts';
import type { VersionPlace } from './workplace.ts';

/** What every version's environment is made from. */
export interface InstallPlan {
  readonly project: Project;
  readonly installer: Installer;
  readonly installCommand: readonly string[];
  readonly coverage: boolean;
  /** Of a project that builds. */
  readonly source: Source;
  /** uv.lock as a requirements file; empty without one. */
  readonly exportedLock: string;
  /** Where locks are installed from: the copy, since a lock may hold the project itself, whose build writes beside it. */
  readonly lockDirectory: string;
}

/** Makes a version's environment and installs the project's dependencies, then what the action needs itself. Throws a UserError that says which requirement failed. */
export async function install(place: VersionPlace, plan: InstallPlan, budget: Budget): Promise<void> {
  const { project, installer, installCommand } = plan;
  const run = stepper(
    {
      title: `Python ${place.interpreter.version}`,
      cwd: project.directory,
      env: { ...place.env, ...installer.env },
      explain: (result, line) => installFailure(result, line, installer.name, (name) => whereRequired(project, name)),
    },
    budget,
  );
  const linked = linkByteCode(place.interpreter.library, place.byteCode);
  await run(createEnvironment(place, plan));
  if (installCommand.length > 0) await run([installCommand[0] ?? '', installCommand.slice(1)]);
  const source = project.pyproject.builds && wantsProject(project) ? plan.source(place) : '';
  for (const what of installSteps(plan, source)) await run(pipInstall(place, installer, what));
  const missing = await lacking(plan.coverage ? ['pytest', 'coverage'] : ['pytest'], place, run);
  if (missing.length > 0) await run(pipInstall(place, installer, missing));
  await linked;
}

function createEnvironment({ interpreter, environment }: VersionPlace, plan: InstallPlan): Command {
  // An install command may call pip, which uv's environments only hold on request.
  const seed = plan.installCommand.length > 0 ? ['--seed'] : [];
  return plan.installer.name === 'uv'
    ? [plan.installer.uv, ['venv', '--no-project', ...seed, '--python', interpreter.executable, environment]]
    : [interpreter.executable, ['-m', 'venv', environment]];
}

function pipInstall({ python }: VersionPlace, installer: Installer, what: readonly string[]): Command {
  return installer.name === 'uv'
    ? [installer.uv, ['pip', 'install', '--python', python, ...what]]
    : [python, ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', ...what]];
}

export const wantsProject = ({ requirements }: Project): boolean => requirements.some(({ kind }) => kind === 'project');

/** The arguments of each `pip install`, in order: locks alone and first, the rest resolved together. `source` is what the project is installed from. */
export function installSteps(
  plan: Pick<InstallPlan, 'project' | 'coverage' | 'exportedLock' | 'lockDirectory'>,
  source: string,
): string[][] {
  const { requirements, directory } = plan.project;
  const locks = requirements.filter((each) => each.kind === 'lock');
  const constraints = requirements.flatMap((each) => (each.kind === 'constraints' ? ['-c', each.path] : []));
  const files = requirements.flatMap((each) => (each.kind === 'file' ? ['-r', each.path] : []));
  const locked = locks.map(({ format, path }) => [
    '-r',
    format === 'uv' ? plan.exportedLock : join(plan.lockDirectory, path),
  ]);
  const own = requirements.flatMap((each) => ownRequirements(each, plan.project, locks.length > 0 ? '' : source));
  const ours = plan.coverage && locks.length === 0 ? ['coverage'] : [];
  const project = locks.length > 0 && source ? [['--no-deps', source]] : [];
  // With hashes for some requirements pip wants them for all of the same command.
  const together = files.some((file) => file !== '-r' && hashes(join(directory, file)))
    ? [files, [...own, ...ours]]
    : [[...files, ...own, ...ours]];
  return [
    ...locked,
    ...together.filter((args) => args.length > 0).map((args) => [...constraints, ...args]),
    ...project,
  ];
}

/** Specifiers of the project and its groups that no lock has pinned yet. */
function ownRequirements(requirement: Requirement, project: Project, source: string): readonly string[] {
  const { pyproject, requirements } = project;
  const locked = requirements.some((each) => each.kind === 'lock' && each.format === 'uv');
  if (requirement.kind === 'group') return locked ? [] : (pyproject.groups.get(normalName(requirement.name)) ?? []);
  if (requirement.kind !== 'project' || locked) return [];
  const { extras } = requirement;
  if (source) return [`${source}${extras.length > 0 ? `[${extras.join(',')}]` : ''}`];
  const specifiers = extras.flatMap((name) => pyproject.extras.get(normalName(name)) ?? []);
  const pinned = requirements.some((each) => each.kind === 'lock');
  return pyproject.builds || pinned ? specifiers : [...pyproject.dependencies, ...specifiers];
}

const hashes = (file: string): boolean => existsSync(file) && readFileSync(file, 'utf8').includes('--hash=');

/** `file:line` of the requirement that asks for a package; empty where none does by name. */
export function whereRequired({ directory, requirements }: Project, name: string): string {
  const asks = (line: string): boolean =>
    normalName(/^\s*["']?([A-Za-z0-9][\w.-]*)/.exec(line)?.[1] ?? '') === normalName(name) ||
    new RegExp(`["']${name}\\b`, 'i').test(line);
  const files = requirements.flatMap((each) => ('path' in each ? [each.path] : []));
  for (const path of [...new Set([...files, 'pyproject.toml'])]) {
    const file = join(directory, path);
    const line = existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/).findIndex(asks) : -1;
    if (line >= 0) return `${path}:${line + 1}`;
  }
  return '';
}
