import { info, mask, type Credential } from '@data-profiler-actions/action-kit';
import {
  createRegistryClient,
  parseReference,
  type RegistryClient,
  type RegistryCredentials,
} from '@data-profiler-actions/oci';

/** An image in its registry. */
export interface RemoteImage {
  readonly name: string;
  readonly repository: string;
  readonly client: RegistryClient;
}

export interface Login {
  readonly credentials: readonly Credential[];
  readonly token: string;
  readonly actor: string;
}

/** Clients for all images; close them. */
export function openImages(names: readonly string[], login: Login, signal: AbortSignal): RemoteImage[] {
  [login.token, ...login.credentials.map(({ password }) => password)].forEach(mask);
  return names.flatMap((name) => {
    const parsed = parseReference(name);
    if (!parsed.ok) return [];
    const { registry, repository } = parsed.reference;
    const credentials = loginFor(registry, login);
    const options = { registry, signal, attempts: 3, onRetry: info, ...(credentials && { credentials }) };
    return [{ name, repository, client: createRegistryClient(options) }];
  });
}

/** The token is for ghcr.io alone, and not where credentials name that host. */
export function loginFor(registry: string, { credentials, token, actor }: Login): RegistryCredentials | undefined {
  const given = credentials.find(({ host }) => host.toLowerCase() === registry.toLowerCase());
  if (given) return { user: given.user, password: given.password };
  return registry === 'ghcr.io' && token !== '' ? { user: actor || 'token', password: token } : undefined;
}
