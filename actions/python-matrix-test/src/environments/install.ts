import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { installFailure } from './install-failure.ts';
import type { Installer } from './installer.ts';
import type { Source } from './build-project.ts';
import { linkByteCode } from './byte-code.ts';
import { lacking } from './lacking.ts';
import { normalName } from './pyproject.ts';
import type { Project } from './project.ts';
import type { Requirement } from './requirement.ts';
import { stepper, type Budget, type Command, type Step } from './step.ts';
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
  /** The project's place in its copy: what is built from a tree is built there, since builds write into it. Empty where nothing asks for it. */
  readonly copy: string;
}

/** Makes a version's environment and installs the project's dependencies, then what the action needs itself. Throws a UserError that says which requirement failed. */
export async function install(place: VersionPlace, plan: InstallPlan, budget: Budget): Promise<void> {
  const { project, installer, installCommand } = plan;
  const runIn = (cwd: string): Step =>
    stepper(
      {
        title: `Python ${place.interpreter.version}`,
        cwd,
        env: { ...place.env, ...installer.env },
        explain: (result, line) => installFailure(result, line, installer.name, (name) => whereRequired(project, name)),
      },
      budget,
    );
  const [run, runLocked] = [runIn(project.directory), runIn(lockDirectory(plan))];
  const linked = linkByteCode(place.interpreter.library, place.byteCode);
  await run(createEnvironment(place, plan));
  if (installCommand.length > 0) await run([installCommand[0] ?? '', installCommand.slice(1)]);
  const source = project.pyproject.builds && wantsProject(project) ? plan.source(place) : '';
  for (const what of lockSteps(plan)) await runLocked(pipInstall(place, installer, what));
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

type StepsFor = Pick<InstallPlan, 'project' | 'coverage' | 'exportedLock' | 'copy' | 'installer'>;

const locksOf = ({ requirements }: Project) => requirements.filter((each) => each.kind === 'lock');

/** Paths in a lock are relative to it. */
function lockDirectory({ project, copy }: StepsFor): string {
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
