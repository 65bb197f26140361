import {
  info,
  mask,
  readDockerConfig,
  registryLogin,
  stepLogins,
  warning,
  type StepIdentity,
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

/** Clients for all images, one a registry; close them. */
export function openImages(names: readonly string[], step: StepIdentity, signal: AbortSignal): RemoteImages {
  [step.token, ...step.credentials.map(({ password }) => password)].forEach(mask);
  const clients = new Map<string, Pick<RemoteImage, 'client' | 'rescue'>>();
  const images = names.flatMap((name) => {
    const parsed = parseReference(name);
    if (!parsed.ok) return [];
    const { registry, repository } = parsed.reference;
    const opened = clients.get(registry) ?? openRegistry(registry, step, signal);
    clients.set(registry, opened);
    return [{ name, registry, repository, ...opened }];
  });
  const close = (): void =>
    [...clients.values()].forEach(({ client, rescue }) => [client, rescue].forEach((one) => one.close()));
  return { images, close };
}

function openRegistry(
  registry: string,
  step: StepIdentity,
  signal: AbortSignal,
): Pick<RemoteImage, 'client' | 'rescue'> {
  let found: Promise<RegistryCredentials | undefined> | undefined;
  const options = { registry, attempts: 3, onRetry: info, credentials: () => (found ??= loginFor(registry, step)) };
  return { client: createRegistryClient({ ...options, signal }), rescue: createRegistryClient(options) };
}

/** Docker's login is asked for only when the registry wants one. */
async function loginFor(registry: string, step: StepIdentity): Promise<RegistryCredentials | undefined> {
  const login = await registryLogin(registry, stepLogins(step), readDockerConfig(process.env, warning), warning);
  if (login) mask(login.password);
  return login;
}
