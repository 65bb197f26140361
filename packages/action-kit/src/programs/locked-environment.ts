import { join } from 'node:path';
import { childEnvironment } from './child-environment.ts';
import { indexVariables } from './package-index.ts';
import { runProcess, type ProcessResult } from './process.ts';

export interface LockedEnvironment {
  /** The environment's folder, which is made; absolute. */
  readonly folder: string;
  readonly python: string;
  /** A requirements file with exact versions and the hash of every file. */
  readonly lock: string;
  /** Absolute; outside the workspace, whose files must not be mistaken for packages. */
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** `command` is what failed, as it is typed, without its options. */
export type LockedInstall =
  { readonly ok: true } | { readonly ok: false; readonly command: string; readonly run: ProcessResult };

/** Wheels with the very bytes that the lock names, and nothing built: no code of a package runs while it is installed. */
const locked = ['--quiet', '--require-hashes', '--only-binary', ':all:', '-r'];
/** Copied, not linked: a file that another environment shares seems to change while it is being cached. */
const copied = ['--link-mode', 'copy'];

/** Where a virtual environment has its programs. */
export const programsOf = (folder: string): string => join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');

/** Makes a Python environment of exactly what a lock names; with uv where it is on PATH, since it is many times faster, else with pip. */
export async function installLocked(wanted: LockedEnvironment): Promise<LockedInstall> {
  const withUv = await runAll(wanted, uvCommands(wanted));
  const hasUv = withUv.ok || withUv.run.outcome !== 'not-started';
  return hasUv ? withUv : runAll(wanted, pipCommands(wanted));
}

type Command = readonly [string, ...string[]];

function uvCommands({ folder, python, lock }: LockedEnvironment): Command[] {
  const inside = join(programsOf(folder), 'python');
  return [
    ['uv', 'venv', '--quiet', '--no-config', '--no-project', '--python', python, folder],
    ['uv', 'pip', 'install', '--no-config', ...copied, '--python', inside, ...locked, lock],
  ];
}

function pipCommands({ folder, python, lock }: LockedEnvironment): Command[] {
  const inside = join(programsOf(folder), 'python');
  return [
    [python, '-I', '-m', 'venv', folder],
    [inside, '-I', '-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', ...locked, lock],
  ];
}

async function runAll(
  { cwd, timeoutMs, signal }: LockedEnvironment,
  commands: readonly Command[],
): Promise<LockedInstall> {
  const env = childEnvironment(indexVariables(process.env));
  for (const [command, ...args] of commands) {
    const run = await runProcess({ command, args, cwd, env, timeoutMs, signal });
    if (run.outcome !== 'exited' || run.exitCode !== 0)
      return { ok: false, command: [command, ...args.slice(0, 2)].join(' '), run };
  }
  return { ok: true };
}
