import { info, mask, messageOf, type Credential } from '@data-profiler-actions/action-kit';
import { createRegistryClient, parseReference, type RegistryCredentials } from '@data-profiler-actions/oci';
import type { Inputs } from './inputs.ts';
import type { PublishedTags } from './older-release.ts';

/** The tags of all images in their registries, all pages. */
export async function readPublishedTags(
  images: readonly string[],
  inputs: Pick<Inputs, 'credentials' | 'token'>,
  actor: string,
  signal: AbortSignal,
): Promise<PublishedTags> {
  [inputs.token, ...inputs.credentials.map(({ password }) => password)].forEach(mask);
  try {
    const lists = await Promise.all(
      images.map((image) => listTags(image, (host) => loginFor(host, inputs, actor), signal)),
    );
    return { ok: true, tags: lists.flat() };
  } catch (thrown) {
    signal.throwIfAborted();
    return { ok: false, why: messageOf(thrown) };
  }
}

async function listTags(
  image: string,
  login: (host: string) => RegistryCredentials | undefined,
  signal: AbortSignal,
): Promise<string[]> {
  const parsed = parseReference(image);
  if (!parsed.ok) return [];
  const { registry, repository } = parsed.reference;
  const credentials = login(registry);
  const client = createRegistryClient({
    registry,
    signal,
    attempts: 3,
    onRetry: info,
    ...(credentials && { credentials }),
  });
  try {
    return await client.listTags(repository);
  } finally {
    client.close();
  }
}

/** The token is for ghcr.io alone, and not where credentials name that host. */
export function loginFor(
  registry: string,
  { credentials, token }: { readonly credentials: readonly Credential[]; readonly token: string },
  actor: string,
): RegistryCredentials | undefined {
  const given = credentials.find(({ host }) => host.toLowerCase() === registry.toLowerCase());
  if (given) return { user: given.user, password: given.password };
  return registry === 'ghcr.io' && token !== '' ? { user: actor || 'token', password: token } : undefined;
}
