import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import type { Inputs } from '../inputs.ts';
import type { Suite } from '../legs/model.ts';

/** What of the project decides how it is installed and tested. Paths are relative to `directory`. */
export interface Project {
  /** Absolute. */
  readonly directory: string;
  readonly requirements: readonly string[];
  /** The project itself is installed, built once as a wheel. */
  readonly builds: boolean;
  /** Extras that hold test dependencies. */
  readonly extras: readonly string[];
  /** What its dependency groups for tests ask for (PEP 735), as requirement specifiers. */
  readonly groupRequirements: readonly string[];
  /** pytest's arguments of each suite that runs. */
  readonly suites: readonly { readonly suite: Suite; readonly args: readonly string[] }[];
  readonly coverageSources: readonly string[];
}

export function readProject(directory: string, inputs: Inputs): Project {
  const has = (path: string): boolean => existsSync(join(directory, path));
  const pyproject = has('pyproject.toml') ? record(parse(readFileSync(join(directory, 'pyproject.toml'), 'utf8'))) : {};
  const chosen = inputs.requirements.length > 0 || inputs.installCommand.length > 0;
  const builds = !chosen && (pyproject['build-system'] !== undefined || pyproject['project'] !== undefined);
  return {
    directory,
    requirements: chosen
      ? inputs.requirements
      : readdirSync(directory)
          .filter((name) => /^requirements.*\.txt$/.test(name))
          .sort(),
    builds,
    extras: builds ? testing(record(record(pyproject['project'])['optional-dependencies'])) : [],
    groupRequirements: builds ? groupRequirements(record(pyproject['dependency-groups'])) : [],
    suites: chooseSuites(inputs, has),
    coverageSources: chooseSources(directory, inputs.coverageSource, pyproject),
  };
}

/** Unit: tests/unit, else tests without integration, else what pytest finds. Integration: tests/integration where it exists. */
export function chooseSuites(
  inputs: Pick<Inputs, 'unit' | 'integration'>,
  has: (path: string) => boolean,
): Project['suites'] {
  const integrationThere = has('tests/integration');
  const ignore = integrationThere ? ['--ignore=tests/integration'] : [];
  const unit = has('tests/unit') ? ['tests/unit'] : has('tests') ? ['tests', ...ignore] : [];
  const integration =
    inputs.integration.length > 0 ? inputs.integration : integrationThere ? ['tests/integration'] : undefined;
  return [
    { suite: 'unit', args: inputs.unit.length > 0 ? inputs.unit : unit },
    ...(integration ? [{ suite: 'integration' as const, args: integration }] : []),
  ];
}

/** Names that hold what tests need, by convention. */
function testing(groups: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(groups).filter((name) => /^(tests?|testing|dev)$/i.test(name));
}

function groupRequirements(groups: Readonly<Record<string, unknown>>): string[] {
  const expand = (name: string, seen: readonly string[]): string[] => {
    const entries: unknown = groups[name];
    if (!Array.isArray(entries) || seen.includes(name)) return [];
    return entries.flatMap((entry: unknown) => {
      if (typeof entry === 'string') return [entry];
      const included = record(entry)['include-group'];
      return typeof included === 'string' ? expand(included, [...seen, name]) : [];
    });
  };
  return [...new Set(testing(groups).flatMap((name) => expand(name, [])))];
}

/** The input, else what the project's own configuration says (an empty list leaves it to that), else its packages. */
function chooseSources(
  directory: string,
  given: readonly string[],
  pyproject: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (given.length > 0) return given;
  if (configuresCoverage(directory, pyproject)) return [];
  const inSources = packagesIn(join(directory, 'src'));
  return inSources.length > 0 ? inSources : packagesIn(directory);
}

function configuresCoverage(directory: string, pyproject: Readonly<Record<string, unknown>>): boolean {
  const text = (name: string): string =>
    existsSync(join(directory, name)) ? readFileSync(join(directory, name), 'utf8') : '';
  if (existsSync(join(directory, '.coveragerc')) || record(pyproject['tool'])['coverage'] !== undefined) return true;
  return ['setup.cfg', 'tox.ini'].some((name) => /^\[coverage:run\]/m.test(text(name)));
}

function packagesIn(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(tests?|docs|examples)$/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => existsSync(join(parent, name, '__init__.py')))
    .sort();
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
