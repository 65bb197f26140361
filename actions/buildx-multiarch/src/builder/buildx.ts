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
  const ways: Buildx[] = [
    { command: 'buildx', prefix: [], env, signal },
    { command: 'docker', prefix: ['buildx'], env, signal },
  ];
  for (const way of ways) {
    const { outcome, exitCode } = await callBuildx(way, ['version']);
    if (outcome === 'exited' && exitCode === 0) return way;
  }
  return undefined;
}

/** A short command of buildx; the caller judges the result. */
export function callBuildx(buildx: Buildx, args: readonly string[]): Promise<ProcessResult> {
  const { command, prefix, env, signal } = buildx;
  return runProcess({ command, args: [...prefix, ...args], env: childEnvironment(env), timeoutMs: shortMs, signal });
}
