import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chooseSources } from '../coverage/sources.ts';
import type { Inputs } from '../inputs.ts';
import { chooseSuites, type ChosenSuite } from '../pytest/suites.ts';
import { findRequirements } from './found-requirements.ts';
import { namedIn } from './itself.ts';
import type { Pyproject } from './pyproject.ts';
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
  readonly suites: readonly ChosenSuite[];
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

/** Whether the project itself is among what is installed. */
export const wantsProject = ({ requirements }: Project): boolean => requirements.some(({ kind }) => kind === 'project');

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
