import type { Credential } from '../inputs/secret-lines.ts';
import { configKey, type DockerConfig, type DockerLogin, type OnTrouble } from './docker-config.ts';
import { dockerLogin } from './docker-login.ts';

/** What a step's inputs say of who it is. */
export interface StepIdentity {
  readonly credentials: readonly Credential[];
  readonly token: string;
  readonly actor: string;
}

/** The step's own logins: `credentials`, and `token` for ghcr.io alone unless credentials name that host. */
export function stepLogins({ credentials, token, actor }: StepIdentity): readonly Credential[] {
  const named = credentials.some(({ host }) => host === 'ghcr.io');
  return token === '' || named
    ? credentials
    : [...credentials, { host: 'ghcr.io', user: actor || 'token', password: token }];
}

/** Who we are at a registry: the step's login, else the one Docker is logged in with, else nobody. */
export async function registryLogin(
  registry: string,
  logins: readonly Credential[],
  docker: DockerConfig,
  onTrouble?: OnTrouble,
): Promise<DockerLogin | undefined> {
  const own = logins.find(({ host }) => configKey(host) === configKey(registry.toLowerCase()));
  return own === undefined ? dockerLogin(registry, docker, onTrouble) : { user: own.user, password: own.password };
}
