import { configKey, dockerLogin, warning, type Credential, type DockerConfig } from '@data-profiler-actions/action-kit';
import type { RegistryCredentials } from '@data-profiler-actions/oci';

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
  return dockerLogin(registry, config, warning);
}
