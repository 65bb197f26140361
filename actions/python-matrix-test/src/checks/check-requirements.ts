import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { isBelow, type Mistake } from '@data-profiler-actions/action-kit';
import { normalName } from '../environments/normal-name.ts';
import type { Pyproject } from '../environments/pyproject.ts';
import type { Requirement, RequirementFile } from '../environments/requirement.ts';
import type { Inputs } from '../inputs.ts';
import { checkRequirementsFile } from './requirement-lines.ts';

/** Where the project is, absolute, what it says of itself, and what installs it. */
export interface Where {
  readonly directory: string;
  readonly workspace: string;
  readonly pyproject: Pyproject;
  readonly installer: Inputs['installer'] | undefined;
}

/** Whether everything to install from is there and can be read. */
export function checkRequirements(requirements: readonly Requirement[], where: Where): Mistake[] {
  return requirements
    .flatMap((requirement) => problemsOf(requirement, where))
    .map((problem) => ({ input: 'requirements', problem }));
}

function problemsOf(requirement: Requirement, where: Where): string[] {
  switch (requirement.kind) {
    case 'group':
      return unknownName('dependency group', requirement.name, where.pyproject.groups);
    case 'project':
      return problemsOfProject(requirement.extras, where.pyproject);
    default:
      return problemsOfFile(requirement, where);
  }
}

function problemsOfProject(extras: readonly string[], pyproject: Pyproject): string[] {
  if (!pyproject.installs && !pyproject.builds)
    return ['names the project, but working-directory has no pyproject.toml that describes one, and no setup.py'];
  return pyproject.extrasKnown ? extras.flatMap((name) => unknownName('extra', name, pyproject.extras)) : [];
}

function problemsOfFile({ path, kind }: RequirementFile, { directory, workspace, installer }: Where): string[] {
  const file = join(directory, path);
  if (!isBelow(file, workspace) || isAbsolute(path)) return [`names "${path}", which lies outside the workspace`];
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
