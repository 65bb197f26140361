import { existsSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { Mistake } from '@data-profiler-actions/action-kit';
import type { Pyproject } from '../environments/pyproject.ts';
import { normalName } from '../environments/pyproject.ts';
import type { Requirement } from '../environments/requirement.ts';
import type { Inputs } from '../inputs.ts';
import { checkRequirementsFile } from './requirement-lines.ts';
import { checkSuitePaths } from './suite-paths.ts';

export function checkDirectory(workingDirectory: string, workspace: string): Mistake[] {
  const directory = join(workspace, workingDirectory);
  const input = 'working-directory';
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    return [
      {
        input,
        problem: `names "${workingDirectory}", which is no directory of the workspace (is the repository checked out?)`,
      },
    ];
  if (isInside(realpathSync(workspace), realpathSync(directory))) return [];
  return [{ input, problem: `names "${workingDirectory}", a symbolic link that leads out of the workspace` }];
}

export function checkSuites(inputs: Partial<Inputs>, directory: string, workspace: string): Mistake[] {
  return (['unit', 'integration'] as const).flatMap((input) =>
    checkSuitePaths(inputs[input] ?? [], directory, workspace).map((problem) => ({ input, problem })),
  );
}

/** Absolute: the project's directory, and the checkout that holds it. */
interface Where {
  readonly directory: string;
  readonly workspace: string;
}

const isInside = (folder: string, file: string): boolean => !/^\.\.([\\/]|$)/.test(relative(folder, file));

/** Whether everything to install from is there and can be read. */
export function checkRequirements(
  requirements: readonly Requirement[],
  pyproject: Pyproject,
  { directory, workspace }: Where,
  installer: Inputs['installer'] | undefined,
): Mistake[] {
  return requirements
    .flatMap((requirement) => problemsOf(requirement, pyproject, { directory, workspace }, installer))
    .map((problem) => ({ input: 'requirements', problem }));
}

function problemsOf(
  requirement: Requirement,
  pyproject: Pyproject,
  { directory, workspace }: Where,
  installer: Inputs['installer'] | undefined,
): string[] {
  if (requirement.kind === 'group') return unknownName('dependency group', requirement.name, pyproject.groups);
  if (requirement.kind === 'project') {
    if (!pyproject.installs && !pyproject.builds)
      return ['names the project, but working-directory has no pyproject.toml that describes one, and no setup.py'];
    if (!pyproject.extrasKnown) return [];
    return requirement.extras.flatMap((name) => unknownName('extra', name, pyproject.extras));
  }
  const { path, kind } = requirement;
  const file = join(directory, path);
  if (!isInside(workspace, file) || isAbsolute(path)) return [`names "${path}", which lies outside the workspace`];
  if (!existsSync(file)) return [`names "${path}", which does not exist in working-directory${hintFor(path)}`];
  if (!statSync(file).isFile()) return [`names "${path}", which is no file`];
  if (kind === 'lock') return installer === 'pip' ? [`names "${path}", which only uv can install`] : [];
  return checkRequirementsFile(directory, path).map((problem) => `names "${path}": ${problem}`);
}

/** A package in place of a file. */
const hintFor = (path: string): string =>
  /[/.\\]/.test(path.replace(/[=<>~!].*$/, ''))
    ? ''
    : '; packages are named in a file, or installed by install-command';

function unknownName(what: string, name: string, known: ReadonlyMap<string, unknown>): string[] {
  if (known.has(normalName(name))) return [];
  const there = [...known.keys()].join(', ') || 'none';
  return [`names the ${what} "${name}", which pyproject.toml does not have (it has: ${there})`];
}
