import { dockerLogin, readDockerConfig, type Credential } from '@data-profiler-actions/action-kit';
import type { RegistryCredentials } from '@data-profiler-actions/oci';

/** The login for a registry; undefined where it is asked without one. */
export type RegistryLogins = (registry: string) => Promise<RegistryCredentials | undefined>;

/** Logins as given, else as Docker has them; the job's token opens ghcr.io alone. */
export function registryLogins(
  given: readonly Credential[],
  token: string,
  actor: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): RegistryLogins {
  const config = readDockerConfig(env);
  return async (registry) =>
    given.find(({ host }) => host === registry) ??
    (await dockerLogin(registry, config)) ??
    (registry === 'ghcr.io' && token !== '' ? { user: actor || 'token', password: token } : undefined);
}
