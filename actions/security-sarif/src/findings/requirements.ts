import { existsSync, globSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readContained } from '../contained-file.ts';
import { manifestKind, parseManifest, type Requirement } from '@data-profiler-actions/sarif';
import { heldByConstraints, isNamedConstraints, type ReadRequirements } from './constraints.ts';

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

/** The files of dependencies, named or found, with those that they include (`-r`) or are held by (`-c`, or a `constraints*.txt` beside them), each once. */
export function findRequirements(folder: string, named: readonly string[], workspace = folder): RequirementsFile[] {
  const wanted = named.map(slashed);
  const start = wanted.length > 0 ? wanted : found(folder);
  const beside = (file: string): string[] => (wanted.length > 0 ? wanted : constraintsBeside(folder, file));
  const read = new Map<string, ReadRequirements>();
  const queue = [...start];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (read.has(path) || path.startsWith('..') || !isFile(join(folder, path))) continue;
    const file = readOne(path, { folder, workspace, beside: beside(path).filter(isNamedConstraints) });
    read.set(path, file);
    queue.push(...file.includes, ...file.constraints);
  }
  return withoutRanges(heldByConstraints(read, start), new Set(wanted));
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

const slashed = (file: string): string => normalize(file).replaceAll('\\', '/');

function found(folder: string): string[] {
  return globSync(
    names.map((name) => `**/${name}`),
    { cwd: folder },
  )
    .filter((file) => !elsewhere.test(slashed(file)))
    .sort()
    .map(slashed);
}

/** What python-matrix-test holds the requirements of a folder to, as many projects do. */
function constraintsBeside(folder: string, file: string): string[] {
  if (manifestKind(file) !== 'requirements') return [];
  return globSync('constraints*.txt', { cwd: join(folder, dirname(file)) })
    .sort()
    .map((name) => slashed(join(dirname(file), name)));
}

interface Place {
  readonly folder: string;
  readonly workspace: string;
  /** Constraints files that this one is held by without naming them. */
  readonly beside: readonly string[];
}

function readOne(path: string, { folder, workspace, beside }: Place): ReadRequirements {
  const manifest = parseManifest(path, readContained(folder, path, workspace));
  const { requirements, includes, constraints = [] } = manifest;
  const lead = (names: readonly string[]): string[] => names.map((name) => slashed(join(dirname(path), name)));
  const missing = (option: string, named: readonly string[]): Requirement[] =>
    named.flatMap((name) => absent(option, name, dirname(path), folder));
  return {
    file: path,
    requirements: [...requirements, ...missing('-r', includes), ...missing('-c', constraints)],
    includes: lead(includes),
    constraints: [...lead(constraints), ...beside.filter((each) => each !== path)],
  };
}

/** What a file leads to where nothing can be read: named with what else was not audited. */
function absent(option: string, name: string, from: string, folder: string): Requirement[] {
  const place = (text: string, why: string): Requirement[] => [
    { name: '', version: '', line: 1, text: `${option} ${text} (${why})` },
  ];
  if (/^[a-z]+:\/\//i.test(name)) return place(name, 'an address, which is not read');
  const path = slashed(join(from, name));
  if (path.startsWith('..')) return place(path, 'outside the working directory');
  return isFile(join(folder, path)) ? [] : place(path, existsSync(join(folder, path)) ? 'a folder' : 'not there');
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
