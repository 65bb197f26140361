import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { InstallPlan } from './install-plan.ts';
import type { Project } from './project.ts';
import { normalName } from './normal-name.ts';
import type { Requirement } from './requirement.ts';

type StepsFor = Pick<InstallPlan, 'project' | 'coverage' | 'exportedLock' | 'copy' | 'installer'>;

const locksOf = ({ requirements }: Project) => requirements.filter((each) => each.kind === 'lock');

/** Paths in a lock are relative to it. */
export function lockDirectory({ project, copy }: StepsFor): string {
  const [lock] = locksOf(project);
  return lock ? join(copy, dirname(lock.path)) : project.directory;
}

/** The arguments of each `pip install` of a lock. */
export function lockSteps({ project, exportedLock, copy }: StepsFor): string[][] {
  return locksOf(project).map(({ format, path }) => ['-r', format === 'uv' ? exportedLock : join(copy, path)]);
}

/** The arguments of each `pip install` after the locks', in order; what no lock has pinned is resolved together. `source` is what the project is installed from. */
export function installSteps(plan: StepsFor, source: string): string[][] {
  const { requirements, directory, namedIn } = plan.project;
  const locked = locksOf(plan.project).length > 0;
  const constraints = requirements.flatMap((each) => (each.kind === 'constraints' ? ['-c', each.path] : []));
  const at = (path: string): string => (namedIn.length > 0 ? join(plan.copy, path) : path);
  const files = requirements.flatMap((each) => (each.kind === 'file' ? ['-r', at(each.path)] : []));
  const sources = plan.installer.name === 'uv' && plan.project.pyproject.sources;
  const from = sources && !locked ? join(plan.copy, 'pyproject.toml') : '';
  const own = requirements.flatMap((each) => ownRequirements(each, plan.project, locked ? '' : source, from));
  const ours = plan.coverage && !locked ? ['coverage'] : [];
  const project = locked && source ? [['--no-deps', source]] : [];
  // With hashes for some requirements pip wants them for all of the same command.
  const together = files.some((file) => file !== '-r' && hashes(resolve(directory, file)))
    ? [files, [...own, ...ours]]
    : [[...files, ...own, ...ours]];
  return [...together.filter((args) => args.length > 0).map((args) => [...constraints, ...args]), ...project];
}

/** What the project and its groups ask for that no lock has pinned yet. `from` is the pyproject.toml whose sources hold for it; empty without any. */
function ownRequirements(requirement: Requirement, project: Project, source: string, from: string): readonly string[] {
  const { pyproject, requirements } = project;
  const locked = requirements.some((each) => each.kind === 'lock' && each.format === 'uv');
  if (locked) return [];
  if (requirement.kind === 'group')
    return from
      ? ['--group', `${from}:${requirement.name}`]
      : (pyproject.groups.get(normalName(requirement.name)) ?? []);
  if (requirement.kind !== 'project') return [];
  const { extras } = requirement;
  const wheel = source ? [`${source}${extras.length > 0 ? `[${extras.join(',')}]` : ''}`] : [];
  if (from) return [...wheel, '-r', from, ...extras.flatMap((name) => ['--extra', name])];
  if (source) return wheel;
  const specifiers = extras.flatMap((name) => pyproject.extras.get(normalName(name)) ?? []);
  const pinned = requirements.some((each) => each.kind === 'lock');
  return pyproject.builds || pinned ? specifiers : [...pyproject.dependencies, ...specifiers];
}

const hashes = (file: string): boolean => existsSync(file) && readFileSync(file, 'utf8').includes('--hash=');
