import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join, sep } from 'node:path';
import { behindShim, pyenvRoot } from './pyenv.ts';
import type { VersionSpec } from './version-spec.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Somewhere an interpreter may be: what to call it, and the files there that may be the one asked for, best first. */
export interface Place {
  readonly name: string;
  readonly files: readonly string[];
}

/**
 * Where a version is looked for, best first: what a set-up step put on PATH out of the tool cache, the tool cache, the rest of PATH, pyenv,
 * uv's own. A system's Python on PATH comes after the tool cache, since it is often patched or without venv.
 */
export function places(spec: VersionSpec, env: Environment, home = env['HOME'] ?? homedir()): Place[] {
  const toolCache = env['RUNNER_TOOL_CACHE'] ?? env['AGENT_TOOLSDIRECTORY'];
  const onPath = programs(spec).flatMap((name) =>
    pathFolders(env).flatMap((folder) => behindShim(folder, name, env, home) ?? [join(folder, name)]),
  );
  const setUp = (file: string): boolean => toolCache !== undefined && file.startsWith(toolCache + sep);
  return [
    ...(toolCache === undefined
      ? [{ name: 'the tool cache (RUNNER_TOOL_CACHE is not set)', files: [] }]
      : [{ name: `the tool cache (${toolCache})`, files: [...onPath.filter(setUp), ...inToolCache(toolCache, spec)] }]),
    { name: 'PATH', files: onPath },
    { name: `pyenv (${pyenvRoot(env, home)})`, files: inPyenv(join(pyenvRoot(env, home), 'versions'), spec) },
    ...uvFolders(env, home).map((folder) => ({ name: `uv (${folder})`, files: inUv(folder, spec) })),
  ].map(({ name, files }) => ({ name, files: [...new Set(files)].filter((file) => mayBe(file, spec)) }));
}

/** Whether a file is worth running to ask what it is: not if it leads to one that is named for another version, as `python3` to `python3.11`. */
function mayBe(file: string, { minor }: VersionSpec): boolean {
  if (!existsSync(file)) return false;
  const named = /^(?:python|pypy)(3\.\d+)/.exec(basename(realpathSync(file)))?.[1];
  return named === undefined || named === minor;
}

/** Folder that uv's downloads of this action go to: the runner's tool cache, as set-up actions do, else the job's scratch. */
export function downloadFolder(env: Environment, temp: string): string {
  return join(env['RUNNER_TOOL_CACHE'] ?? temp, 'uv-python');
}

const program = process.platform === 'win32' ? (name: string) => `${name}.exe` : (name: string) => name;

/** Names on PATH, the telling ones first. */
function programs({ implementation, minor, freeThreaded }: VersionSpec): string[] {
  const names =
    implementation === 'pypy'
      ? [`pypy${minor}`, 'pypy3', 'pypy']
      : [`python${minor}${freeThreaded ? 't' : ''}`, 'python3', 'python'];
  return names.map(program);
}

function pathFolders(env: Environment): string[] {
  return (env['PATH'] ?? '').split(delimiter).filter(Boolean);
}

/** actions/setup-python: `Python/3.12.1/x64`, `Python/3.13.0/x64-freethreaded`, `PyPy/3.11.13/x64`. */
function inToolCache(toolCache: string, spec: VersionSpec): string[] {
  const architecture = `${process.arch === 'arm64' ? 'arm64' : 'x64'}${spec.freeThreaded ? '-freethreaded' : ''}`;
  const parent = join(toolCache, spec.implementation === 'pypy' ? 'PyPy' : 'Python');
  return folders(parent, (name) => startsAs(name, spec)).flatMap((folder) => executables(join(folder, architecture)));
}

/** pyenv: `3.12.1`, `3.14-dev`, `3.13.0t`, `3.13t-dev`, `pypy3.11-7.3.19`. */
function inPyenv(versions: string, spec: VersionSpec): string[] {
  const prefix = spec.implementation === 'pypy' ? 'pypy' : '';
  const named = (name: string): boolean =>
    name.startsWith(prefix) &&
    startsAs(name.slice(prefix.length), spec) &&
    /t(-dev)?$/.test(name) === spec.freeThreaded;
  return folders(versions, named).flatMap(executables);
}

/** uv: `cpython-3.12.1-linux-x86_64-gnu`, `cpython-3.13.0+freethreaded-…`, `pypy-3.11.13-…`. */
function inUv(parent: string, spec: VersionSpec): string[] {
  const prefix = `${spec.implementation}-`;
  const named = (name: string): boolean =>
    name.startsWith(prefix) &&
    startsAs(name.slice(prefix.length), spec) &&
    name.includes('+freethreaded') === spec.freeThreaded;
  return folders(parent, named).flatMap(executables);
}

function uvFolders(env: Environment, home: string): string[] {
  const own =
    env['UV_PYTHON_INSTALL_DIR'] ?? join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'uv', 'python');
  return [own, ...(env['RUNNER_TOOL_CACHE'] ? [downloadFolder(env, '')] : [])];
}

function startsAs(name: string, { minor, patch }: VersionSpec): boolean {
  const wanted = patch === undefined ? minor : `${minor}.${patch}`;
  return name.startsWith(wanted) && !/^\d/.test(name.slice(wanted.length));
}

function executables(folder: string): string[] {
  return process.platform === 'win32'
    ? [join(folder, 'python.exe')]
    : ['python3', 'pypy3', 'python'].map((name) => join(folder, 'bin', name));
}

/** Folders of that name, the newest patch first. */
function folders(parent: string, named: (name: string) => boolean): string[] {
  if (!existsSync(parent)) return [];
  const patch = (name: string): number => Number(/3\.\d+\.(\d+)/.exec(name)?.[1] ?? -1);
  return readdirSync(parent)
    .filter(named)
    .sort((a, b) => patch(b) - patch(a) || (a < b ? 1 : -1))
    .map((name) => join(parent, name));
}
