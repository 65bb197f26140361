import { existsSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Inputs } from '../inputs.ts';
import type { Suite } from '../legs/model.ts';
import type { Pyproject } from './pyproject.ts';
import { namedIn } from './itself.ts';
import type { Requirement } from './requirement.ts';
import { workspaceLock } from './uv-workspace.ts';

/** What of the project decides how it is installed and tested. */
export interface Project {
  /** Absolute. */
  readonly directory: string;
  /** Absolute; the checked-out repository that the project lies in. */
  readonly repository: string;
  readonly pyproject: Pyproject;
  readonly requirements: readonly Requirement[];
  /** Requirements files that name the project itself. */
  readonly namedIn: readonly string[];
  /** What is installed reaches outside the directory: a copy must hold the repository. */
  readonly reachesOut: boolean;
  /** pytest's arguments of each suite that runs. */
  readonly suites: readonly { readonly suite: Suite; readonly args: readonly string[] }[];
  readonly coverageSources: readonly string[];
}

/** Inputs that the project is read by. */
export type ProjectInputs = Pick<
  Inputs,
  'workingDirectory' | 'requirements' | 'installCommand' | 'installer' | 'unit' | 'integration' | 'coverageSource'
>;

export function readProject(repository: string, pyproject: Pyproject, inputs: ProjectInputs): Project {
  const directory = join(repository, inputs.workingDirectory);
  const chosen = inputs.requirements.length > 0 || inputs.installCommand.length > 0;
  const names = usable(directory, inputs.installer);
  const lock = names.includes('uv.lock') || inputs.installer === 'pip' ? '' : workspaceLock(directory, repository);
  const asked = chosen ? inputs.requirements : findRequirements(names, pyproject, lock);
  const named = pyproject.installs ? namedIn(directory, asked) : { files: [], extras: [] };
  const requirements = named.files.length > 0 ? withProject(asked, named.extras) : asked;
  const paths = [...named.files, ...requirements.flatMap((each) => (each.kind === 'lock' ? [each.path] : []))];
  return {
    directory,
    repository,
    pyproject,
    requirements,
    namedIn: named.files,
    reachesOut: pyproject.reachesOut || paths.some((path) => path.startsWith('..')),
    suites: chooseSuites(inputs, (path) => existsSync(join(directory, path))),
    coverageSources: chooseSources(directory, inputs.coverageSource, pyproject),
  };
}

/** The requirements with the project among them, once. */
function withProject(requirements: readonly Requirement[], extras: readonly string[]): Requirement[] {
  const others = requirements.filter(({ kind }) => kind !== 'project');
  const more = requirements.flatMap((each) => (each.kind === 'project' ? each.extras : []));
  return [...others, { kind: 'project', extras: [...new Set([...extras, ...more])] }];
}

/** Names of the directory, without locks for an installer that cannot read them. */
function usable(directory: string, installer: ProjectInputs['installer']): string[] {
  const names = readdirSync(directory);
  return installer === 'pip' ? names.filter((name) => !/^(uv\.lock|pylock.*\.toml)$/.test(name)) : names;
}

/**
 * What a project is installed from where nothing was said: its lock file and itself, else its requirements*.txt (held by its constraints*.txt)
 * and itself, with the extras and dependency groups that hold what tests need.
 */
export function findRequirements(names: readonly string[], pyproject: Pyproject, workspaceLock = ''): Requirement[] {
  const own: Requirement[] = pyproject.installs
    ? [
        { kind: 'project', extras: testing([...pyproject.extras.keys()]) },
        ...testing([...pyproject.groups.keys()]).map((name) => ({ kind: 'group' as const, name })),
      ]
    : [];
  const uvLock = names.includes('uv.lock') ? 'uv.lock' : workspaceLock;
  if (uvLock) return [{ kind: 'lock', format: 'uv', path: uvLock }, ...own];
  const locks = names.filter((name) => /^pylock(\.(tests?|testing|dev))?\.toml$/.test(name)).sort();
  if (locks.length > 0)
    return [...locks.map((path) => ({ kind: 'lock' as const, format: 'pylock' as const, path })), ...own];
  const matching = (shape: RegExp): string[] => names.filter((name) => shape.test(name)).sort();
  return [
    ...matching(/^constraints.*\.txt$/).map((path) => ({ kind: 'constraints' as const, path })),
    ...matching(/^requirements.*\.txt$/).map((path) => ({ kind: 'file' as const, path })),
    ...own,
  ];
}

/** Names that hold what tests need, by convention. */
function testing(names: readonly string[]): string[] {
  return names.filter((name) => /^(tests?|testing|dev)$/i.test(name));
}

/** Unit: tests/unit, else tests without integration, else what pytest finds. Integration: tests/integration where it exists. */
export function chooseSuites(
  inputs: Pick<Inputs, 'unit' | 'integration'>,
  has: (path: string) => boolean,
): Project['suites'] {
  const integrationThere = has('tests/integration');
  const ignore = integrationThere ? ['--ignore=tests/integration'] : [];
  const beside = has('tests') ? ['tests', ...ignore] : [];
  const unit = has('tests/unit') ? ['tests/unit'] : beside;
  const integration =
    inputs.integration.length > 0 ? inputs.integration : integrationThere ? ['tests/integration'] : undefined;
  return [
    { suite: 'unit', args: inputs.unit.length > 0 ? inputs.unit : unit },
    ...(integration ? [{ suite: 'integration' as const, args: integration }] : []),
  ];
}

/** The input, else what the project's own configuration says (an empty list leaves it to that), else its packages. */
export function chooseSources(directory: string, given: readonly string[], pyproject: Pyproject): readonly string[] {
  if (given.length > 0) return given;
  if (configuresCoverage(directory, pyproject)) return [];
  const inSources = modulesIn(join(directory, 'src'));
  return inSources.length > 0 ? inSources : packagesIn(directory);
}

function configuresCoverage(directory: string, pyproject: Pyproject): boolean {
  const text = (name: string): string =>
    existsSync(join(directory, name)) ? readFileSync(join(directory, name), 'utf8') : '';
  if (existsSync(join(directory, '.coveragerc')) || pyproject.configuresCoverage) return true;
  return ['setup.cfg', 'tox.ini'].some((name) => /^\[coverage:run\]/m.test(text(name)));
}

/** What can be imported from a folder of sources: packages, those inside of namespaces by their dotted name (PEP 420), and single modules. */
function modulesIn(parent: string, namespace = ''): string[] {
  const packages = packagesIn(parent);
  return entriesOf(parent).flatMap((entry) => {
    const name = `${namespace}${entry.name.replace(/\.py$/, '')}`;
    if (entry.isFile()) return entry.name.endsWith('.py') ? [name] : [];
    if (!entry.isDirectory() || !/^[A-Za-z_]\w*$/.test(entry.name)) return [];
    return packages.includes(entry.name) ? [name] : modulesIn(join(parent, entry.name), `${name}.`);
  });
}

function entriesOf(folder: string): Dirent[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function packagesIn(parent: string): string[] {
  return entriesOf(parent)
    .filter((entry) => entry.isDirectory() && !/^(tests?|docs|examples)$/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => existsSync(join(parent, name, '__init__.py')));
}
