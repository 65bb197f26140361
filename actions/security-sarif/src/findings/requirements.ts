import { existsSync, globSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readContained } from '../contained-file.ts';
import { manifestKind, parseManifest, type Requirement } from '@data-profiler-actions/sarif';

/** A file that says which packages are installed: requirements, a lock, or pyproject.toml. */
export interface RequirementsFile {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  readonly requirements: readonly Requirement[];
}

const elsewhere = /(^|\/)(node_modules|\.venv|venv|\.tox|\.git|site-packages)(\/|$)/;
const names = [
  '*requirements*.txt',
  'requirements/**/*.txt',
  'uv.lock',
  'poetry.lock',
  'Pipfile.lock',
  'pylock.toml',
  'pylock.*.toml',
  'pyproject.toml',
  'package-lock.json',
  'pnpm-lock.yaml',
];

/** The files of dependencies, named or found, with those that they include (`-r`), each once. */
export function findRequirements(folder: string, named: readonly string[], workspace = folder): RequirementsFile[] {
  const found = (): string[] =>
    globSync(
      names.map((name) => `**/${name}`),
      { cwd: folder },
    )
      .filter((file) => !elsewhere.test(file.replaceAll('\\', '/')))
      .sort();
  const files = new Map<string, RequirementsFile>();
  const queue = named.length > 0 ? [...named] : found();
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const path = normalize(file).replaceAll('\\', '/');
    if (files.has(path) || path.startsWith('..') || !existsSync(join(folder, path))) continue;
    const { requirements, includes } = parseManifest(path, readContained(folder, path, workspace));
    const wanted = includes.map((include) => join(dirname(path), include));
    files.set(path, {
      file: path,
      requirements: [...requirements, ...wanted.flatMap((include) => absent(include, folder))],
    });
    queue.push(...wanted);
  }
  return withoutRanges([...files.values()], new Set(named.map((file) => normalize(file).replaceAll('\\', '/'))));
}

/** What an include leads to where nothing can be read: named with what else was not audited. */
function absent(include: string, folder: string): Requirement[] {
  const why = include.startsWith('..') ? 'outside the working directory' : 'not there';
  const isRead = !include.startsWith('..') && existsSync(join(folder, include));
  return isRead ? [] : [{ name: '', version: '', line: 1, text: `-r ${include} (${why})` }];
}

/** A pyproject.toml gives ranges; where another file pins what they allow, or where it says nothing, it adds nothing. One that was asked for by name stays. */
function withoutRanges(files: readonly RequirementsFile[], named: ReadonlySet<string>): RequirementsFile[] {
  const pinned = new Set(
    files.flatMap(({ requirements }) => requirements.filter(({ version }) => version !== '').map(({ name }) => name)),
  );
  return files.flatMap((each) => {
    if (manifestKind(each.file) !== 'pyproject' || named.has(each.file)) return [each];
    const requirements = each.requirements.filter(({ name, version }) => version !== '' || !pinned.has(name));
    return requirements.length > 0 ? [{ ...each, requirements }] : [];
  });
}

/** What pip's auditors can look up; packages of npm's registry are Trivy's alone. */
export const ofPython = ({ file }: RequirementsFile): boolean => !['npm', 'pnpm'].includes(manifestKind(file));
