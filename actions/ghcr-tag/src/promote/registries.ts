import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  configKey,
  dockerLogin,
  info,
  mask,
  readDockerConfig,
  warning,
  type Credential,
} from '@data-profiler-actions/action-kit';
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
  let found: Promise<RegistryCredentials | undefined> | undefined;
  const options = { registry, attempts: 3, onRetry: info, credentials: () => (found ??= loginFor(registry, login)) };
  return { client: createRegistryClient({ ...options, signal }), rescue: createRegistryClient(options) };
}

/** The step's own login, else the one that Docker has. The token is for ghcr.io alone, and not where credentials name that host. */
export async function loginFor(
  registry: string,
  { credentials, token, actor }: Login,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<RegistryCredentials | undefined> {
  const given = credentials.find(({ host }) => configKey(host.toLowerCase()) === configKey(registry.toLowerCase()));
  if (given) return { user: given.user, password: given.password };
  if (registry === 'ghcr.io' && token !== '') return { user: actor || 'token', password: token };
  const folder = env['DOCKER_CONFIG'] ?? join(env['HOME'] ?? homedir(), '.docker');
  const login = await dockerLogin(registry, readDockerConfig(join(folder, 'config.json'), env, warning), warning);
  if (login) mask(login.password);
  return login;
}
