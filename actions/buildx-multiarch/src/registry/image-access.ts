import { info, mask, registryLogin, warning, type Credential } from '@data-profiler-actions/action-kit';
import { createRegistryClient, type ImageReference, type RegistryClient } from '@data-profiler-actions/oci';
import type { DockerHome } from './docker-home.ts';

/** An image in a registry, and whether anybody is logged in there. */
export interface ImageAccess {
  readonly client: RegistryClient;
  readonly image: ImageReference;
  readonly loggedIn: boolean;
}

export async function openAccess(
  image: ImageReference,
  logins: readonly Credential[],
  docker: DockerHome,
  signal: AbortSignal,
): Promise<ImageAccess> {
  const { registry } = image;
  const login = await registryLogin(registry, logins, docker.config, warning);
  if (login) mask(login.password);
  const client = createRegistryClient({ registry, signal, onRetry: info, ...(login && { credentials: login }) });
  return { image, client, loggedIn: login !== undefined };
}
