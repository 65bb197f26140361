import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { childEnvironment, runProcess, type ProcessResult } from '@data-profiler-actions/action-kit';

/** How buildx is started on this machine, and the environment it needs (`DOCKER_CONFIG`, `BUILDX_CONFIG`). */
export interface Buildx {
  readonly command: string;
  readonly prefix: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const shortMs = 120_000;

/** The standalone binary when it is on PATH, else Docker's plugin; undefined when neither works. */
export async function findBuildx(
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Buildx | undefined> {
  if (isOnPath('buildx')) return { command: 'buildx', prefix: [], env, signal };
  const plugin = { command: 'docker', prefix: ['buildx'], env, signal };
  const { outcome, exitCode } = await callBuildx(plugin, ['version']);
  return outcome === 'exited' && exitCode === 0 ? plugin : undefined;
}

/** Whether this machine has a program of that name. */
export function isOnPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const file = process.platform === 'win32' ? `${program}.exe` : program;
  return folders.some((folder) => isProgram(join(folder, file)));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A short command of buildx; the caller judges the result. */
export function callBuildx(buildx: Buildx, args: readonly string[]): Promise<ProcessResult> {
  const { command, prefix, env, signal } = buildx;
  return runProcess({ command, args: [...prefix, ...args], env: childEnvironment(env), timeoutMs: shortMs, signal });
}
