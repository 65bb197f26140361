import { childEnvironment, runProcess, UserError } from '@data-profiler-actions/action-kit';
import { join } from 'node:path';
import { indexVariables } from './python.ts';

export interface Installation {
  /** The environment's folder; absolute. */
  readonly folder: string;
  readonly python: string;
  /** A lock: exact versions and hashes. */
  readonly lock: string;
  /** Absolute; outside the workspace, whose files must not be mistaken for packages. */
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Wheels with the very bytes that the lock names, and nothing built: no code of a package runs while it is installed. */
const locked = ['--quiet', '--require-hashes', '--only-binary', ':all:'];

/** Makes an environment and puts into it what the lock allows; with uv where it is on PATH, since it is many times faster. */
export async function install(installation: Installation): Promise<void> {
  const { folder, python, lock } = installation;
  const inside = join(folder, 'bin', 'python');
  if (await run(installation, 'uv', ['venv', '--quiet', '--no-config', '--python', python, folder])) {
    // Copied, not linked: a file that another environment shares seems to change while it is being cached.
    await run(installation, 'uv', [
      'pip',
      'install',
      '--no-config',
      '--link-mode',
      'copy',
      '--python',
      inside,
      ...locked,
      '-r',
      lock,
    ]);
    return;
  }
  await run(installation, python, ['-I', '-m', 'venv', folder]);
  await run(installation, inside, ['-I', '-m', 'pip', 'install', '--disable-pip-version-check', ...locked, '-r', lock]);
}

/** False where there is no such program. */
async function run(
  { cwd, timeoutMs, signal }: Installation,
  command: string,
  args: readonly string[],
): Promise<boolean> {
  const env = childEnvironment(indexVariables(process.env));
  const result = await runProcess({ command, args, cwd, env, timeoutMs, signal });
  if (result.outcome === 'not-started') return false;
  if (result.outcome !== 'exited' || result.exitCode !== 0)
    throw new UserError(`${command} ${args.slice(0, 2).join(' ')} failed: ${result.output.slice(-800)}`);
  return true;
}
