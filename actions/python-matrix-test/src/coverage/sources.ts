import { existsSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Pyproject } from '../environments/pyproject.ts';

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
