import { childEnvironment, runProcess, type Credential } from '@data-profiler-actions/action-kit';
import type { RegistryCredentials } from '@data-profiler-actions/oci';
import { configKey, decodeAuth, type DockerConfig } from './docker-config.ts';

/** The logins of the step: `credentials`, and `token` for ghcr.io alone unless credentials name that host. */
export function stepCredentials(credentials: readonly Credential[], token: string, actor: string): Credential[] {
  const named = credentials.some(({ host }) => host === 'ghcr.io');
  return token === '' || named
    ? [...credentials]
    : [...credentials, { host: 'ghcr.io', user: actor || 'token', password: token }];
}

/** Who we are at a registry: the step's login, else the one Docker is logged in with, else nobody. */
export async function loginFor(
  registry: string,
  credentials: readonly Credential[],
  config: DockerConfig,
): Promise<RegistryCredentials | undefined> {
  const given = credentials.find(({ host }) => configKey(host) === configKey(registry));
  if (given) return { user: given.user, password: given.password };
  const key = configKey(registry);
  const helper = config.credHelpers?.[key] ?? config.credsStore;
  const stored = decodeAuth(config.auths?.[key] ?? {});
  return stored ?? (helper === undefined ? undefined : askHelper(helper, key));
}

/** Docker's credential helpers read a host on stdin and answer in JSON; one that knows nothing fails. */
async function askHelper(helper: string, host: string): Promise<RegistryCredentials | undefined> {
  const result = await runProcess({
    command: `docker-credential-${helper}`,
    args: ['get'],
    env: childEnvironment(),
    timeoutMs: 20_000,
    input: host,
  });
  if (result.outcome !== 'exited' || result.exitCode !== 0) return undefined;
  try {
    const { Username, Secret } = JSON.parse(result.stdout) as { Username?: unknown; Secret?: unknown };
    return typeof Username === 'string' && typeof Secret === 'string'
      ? { user: Username, password: Secret }
      : undefined;
  } catch {
    return undefined;
  }
}
