import { readDockerConfig, registryLogin, stepLogins, type StepIdentity } from '@data-profiler-actions/action-kit';
import type { RegistryCredentials } from '@data-profiler-actions/oci';

/** The login for a registry; undefined where it is asked without one. */
export type RegistryLogins = (registry: string) => Promise<RegistryCredentials | undefined>;

/** The step's own logins, else those of Docker. */
export function registryLogins(
  step: StepIdentity,
  env: Readonly<Record<string, string | undefined>> = process.env,
): RegistryLogins {
  const own = stepLogins(step);
  const docker = readDockerConfig(env);
  return (registry) => registryLogin(registry, own, docker);
}
