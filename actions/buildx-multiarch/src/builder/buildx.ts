import { childEnvironment, runProcess, UserError, type ProcessResult } from '@data-profiler-actions/action-kit';

/** How buildx is started on this machine, and the environment it needs (`DOCKER_CONFIG`, `BUILDX_CONFIG`). */
export interface Buildx {
  readonly command: string;
  readonly prefix: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const shortMs = 120_000;

/** The standalone binary when it is on PATH, else Docker's plugin. */
export async function findBuildx(env: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Buildx> {
  const ways: Buildx[] = [
    { command: 'buildx', prefix: [], env, signal },
    { command: 'docker', prefix: ['buildx'], env, signal },
  ];
  for (const way of ways) {
    const { outcome, exitCode } = await callBuildx(way, ['version']);
    if (outcome === 'exited' && exitCode === 0) return way;
  }
  throw new UserError(
    'Neither "buildx" nor "docker buildx" works on this machine.',
    'Install Docker with its buildx plugin, or put the standalone buildx on PATH.',
  );
}

/** A short command of buildx; the caller judges the result. */
export function callBuildx(buildx: Buildx, args: readonly string[]): Promise<ProcessResult> {
  const { command, prefix, env, signal } = buildx;
  return runProcess({ command, args: [...prefix, ...args], env: childEnvironment(env), timeoutMs: shortMs, signal });
}
