import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment, runProcess, UserError } from '@data-profiler-actions/action-kit';

/** A Python that was run and said what it is. */
export interface Interpreter {
  readonly version: string;
  readonly fullVersion: string;
  readonly executable: string;
}

/** Finds an interpreter for every version, or says all that are missing at once. */
export async function findInterpreters(versions: readonly string[], signal: AbortSignal): Promise<Interpreter[]> {
  const found = await Promise.all(versions.map((version) => findInterpreter(version, signal)));
  const missing = versions.filter((_, index) => found[index] === undefined);
  if (missing.length > 0)
    throw new UserError(
      `No working Python ${missing.join(', ')} on this runner (looked in the tool cache, PATH, pyenv and uv).`,
      `Install it before this step, for instance with actions/setup-python and python-version: "${missing[0] ?? ''}".`,
    );
  return found.filter((interpreter) => interpreter !== undefined);
}

async function findInterpreter(version: string, signal: AbortSignal): Promise<Interpreter | undefined> {
  for (const candidate of candidates(version, process.env)) {
    const interpreter = await tryInterpreter(candidate, version, signal);
    if (interpreter) return interpreter;
  }
  const known = await ask('uv', ['python', 'find', '--no-project', version], signal);
  return known ? tryInterpreter(known, version, signal) : undefined;
}

/** A file being there proves nothing: pyenv's shims exist for versions that are not selected, and fail when run. */
async function tryInterpreter(
  executable: string,
  version: string,
  signal: AbortSignal,
): Promise<Interpreter | undefined> {
  const script =
    'import sys, venv; print("%d.%d %s %s" % (*sys.version_info[:2], sys.version.split()[0], sys.executable))';
  const answer = await ask(executable, ['-I', '-c', script], signal);
  const match = /^(\S+) (\S+) (.+)$/.exec(answer);
  if (match?.[1] !== version) return undefined;
  return { version, fullVersion: match[2] ?? version, executable: match[3] ?? executable };
}

async function ask(command: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const run = await runProcess({ command, args, env: childEnvironment(), timeoutMs: 30_000, signal });
  return run.outcome === 'exited' && run.exitCode === 0 ? run.stdout.trim() : '';
}

/** Paths that may be the interpreter, most specific first: the runner's tool cache (newest patch first), PATH, pyenv. */
export function candidates(version: string, env: Readonly<Record<string, string | undefined>>): string[] {
  const toolCache = env['RUNNER_TOOL_CACHE'] ?? env['AGENT_TOOLSDIRECTORY'];
  const pyenv = [env['PYENV_ROOT'], join(env['HOME'] ?? homedir(), '.pyenv')].filter((root) => root !== undefined);
  const architecture = process.arch === 'arm64' ? 'arm64' : 'x64';
  const cached = toolCache ? patches(join(toolCache, 'Python'), version) : [];
  return [
    ...cached.map((folder) => join(folder, architecture, 'bin', 'python3')),
    ...(env['PATH'] ?? '')
      .split(':')
      .filter(Boolean)
      .map((folder) => join(folder, `python${version}`)),
    ...pyenv
      .flatMap((root) => patches(join(root, 'versions'), version))
      .map((folder) => join(folder, 'bin', 'python3')),
    ...(env['PATH'] ?? '')
      .split(':')
      .filter(Boolean)
      .map((folder) => join(folder, 'python3')),
  ].filter((file, index, all) => existsSync(file) && all.indexOf(file) === index);
}

function patches(parent: string, version: string): string[] {
  if (!existsSync(parent)) return [];
  const patch = (name: string): number => Number(/^\d+\.\d+\.(\d+)/.exec(name)?.[1] ?? -1);
  return readdirSync(parent)
    .filter((name) => name.startsWith(`${version}.`))
    .sort((a, b) => patch(b) - patch(a))
    .map((name) => join(parent, name));
}
