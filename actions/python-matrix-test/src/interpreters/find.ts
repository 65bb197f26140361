import { childEnvironment, info, runProcess } from '@data-profiler-actions/action-kit';
import { asking, tryInterpreter, type Ask, type Interpreter } from './interpreter.ts';
import { downloadFolder, places } from './places.ts';
import { uvRequest, type VersionSpec } from './version-spec.ts';

export type Found =
  | { readonly ok: true; readonly interpreter: Interpreter }
  /** `looked` is every place, with what it answered where it answered at all. */
  | { readonly ok: false; readonly spec: VersionSpec; readonly looked: readonly string[] };

export interface Search {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly temp: string;
  readonly signal: AbortSignal;
}

/** Looks for every version on this machine. */
export async function findInstalled(specs: readonly VersionSpec[], search: Search): Promise<Found[]> {
  const ask = asking(search.signal);
  return Promise.all(specs.map((spec) => findOne(spec, search.env, ask)));
}

async function findOne(spec: VersionSpec, env: Search['env'], ask: Ask): Promise<Found> {
  const looked: string[] = [];
  for (const { name, files } of places(spec, env)) {
    for (const file of files) {
      const interpreter = await tryInterpreter(file, spec, ask);
      if (interpreter) return { ok: true, interpreter };
    }
    looked.push(name);
  }
  return { ok: false, spec, looked };
}

/** Asks uv for a version that is not on this machine: what it knows of, then its download. */
export async function findWithUv(missing: Found, uv: string, search: Search): Promise<Found> {
  if (missing.ok) return missing;
  const { spec, looked } = missing;
  const askPython = asking(search.signal);
  const known = await askUv(uv, ['python', 'find', '--no-project', '--no-python-downloads', uvRequest(spec)], search);
  const interpreter = known.ok ? await tryInterpreter(known.text, spec, askPython) : undefined;
  if (interpreter) return { ok: true, interpreter };
  info(`Python ${spec.text} is not on this machine; asking uv to download it`);
  const folder = downloadFolder(search.env, search.temp);
  const download = await askUv(uv, ['python', 'install', '--no-bin', '--install-dir', folder, uvRequest(spec)], search);
  if (!download.ok) return { ...missing, looked: [...looked, `uv’s downloads (${download.text})`] };
  const downloaded = await findOne(spec, { UV_PYTHON_INSTALL_DIR: folder }, askPython);
  return downloaded.ok ? downloaded : { ...missing, looked: [...looked, `uv’s downloads (${folder})`] };
}

async function askUv(
  uv: string,
  args: readonly string[],
  { signal }: Search,
): Promise<{ readonly ok: boolean; readonly text: string }> {
  const run = await runProcess({ command: uv, args, env: childEnvironment(), timeoutMs: 300_000, signal });
  if (run.outcome === 'exited' && run.exitCode === 0) return { ok: true, text: run.stdout.trim() };
  return { ok: false, text: downloadFailure(run.outcome === 'exited' ? run.stderr : run.outcome) };
}

/** uv's error and its innermost cause, each with the indented lines that belong to it, without the causes between them. */
export function downloadFailure(output: string): string {
  const start = output.search(/^error: /m);
  const parts = output
    .slice(Math.max(0, start))
    .split(/^\s*(?:error|cause|Caused by): /m)
    .map((part) => part.trim().replaceAll(/\s+/g, ' '));
  const said = parts.filter(Boolean);
  const [first = 'no reason given', last = ''] = [said[0], said.at(-1)];
  return last && last !== first ? `${first}: ${last}` : first;
}

/** What is wrong with `python-versions`, for versions that nowhere could be found; completes the sentence "Input … ". */
export function describeMissing({ spec, looked }: Extract<Found, { ok: false }>): string {
  const setUp = `a step with actions/setup-python and python-version: '${setupName(spec)}'`;
  return `asks for Python ${spec.text}, which is not here. Looked in: ${looked.join('; ')}. Put ${setUp} before this one`;
}

function setupName({ text, implementation, minor }: VersionSpec): string {
  return implementation === 'pypy' ? `pypy${minor}` : text;
}
