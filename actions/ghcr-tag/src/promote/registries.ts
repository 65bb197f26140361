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
  readonly registry: string;
  readonly repository: string;
  readonly client: RegistryClient;
  /** The same registry, for putting things back: it goes on when the step is cancelled. */
  readonly rescue: RegistryClient;
}

export interface RemoteImages {
  readonly images: readonly RemoteImage[];
  close(): void;
}

export interface Login {
  readonly credentials: readonly Credential[];
  readonly token: string;
  readonly actor: string;
}

/** Clients for all images, one a registry; close them. */
export function openImages(names: readonly string[], login: Login, signal: AbortSignal): RemoteImages {
  [login.token, ...login.credentials.map(({ password }) => password)].forEach(mask);
  const clients = new Map<string, Pick<RemoteImage, 'client' | 'rescue'>>();
  const images = names.flatMap((name) => {
    const parsed = parseReference(name);
    if (!parsed.ok) return [];
    const { registry, repository } = parsed.reference;
    const opened = clients.get(registry) ?? openRegistry(registry, login, signal);
    clients.set(registry, opened);
    return [{ name, registry, repository, ...opened }];
  });
  const close = (): void =>
    [...clients.values()].forEach(({ client, rescue }) => [client, rescue].forEach((one) => one.close()));
  return { images, close };
}

function openRegistry(registry: string, login: Login, signal: AbortSignal): Pick<RemoteImage, 'client' | 'rescue'> {
  const credentials = loginFor(registry, login);
  const options = { registry, attempts: 3, onRetry: info, ...(credentials && { credentials }) };
  return { client: createRegistryClient({ ...options, signal }), rescue: createRegistryClient(options) };
}

/** The token is for ghcr.io alone, and not where credentials name that host. */
export function loginFor(registry: string, { credentials, token, actor }: Login): RegistryCredentials | undefined {
  const given = credentials.find(({ host }) => host.toLowerCase() === registry.toLowerCase());
  if (given) return { user: given.user, password: given.password };
  return registry === 'ghcr.io' && token !== '' ? { user: actor || 'token', password: token } : undefined;
}
