import { objectOf, textOf, type JsonObject } from '@data-profiler-actions/action-kit';

/** One image that the run published. */
export interface PublishedImage {
  /** Host and repository, without tag. */
  readonly name: string;
  readonly digest: string;
  readonly tags: readonly string[];
  /** `os/arch` or `os/arch/variant`. */
  readonly platforms: readonly string[];
}

export interface RegistrySource {
  readonly host: string;
  /** The registry that asks for no token. */
  readonly backendUrl: string;
  readonly journal: readonly { readonly method: string; readonly path: string; readonly status: number }[];
}

interface Touched {
  readonly repository: string;
  readonly reference: string;
  readonly pushed: boolean;
}

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/**
 * The owner's images that this run pushed or confirmed, read from the registry. A repository that got no tag shows what was
 * pushed to it by digest.
 */
export async function readImages(registry: RegistrySource, owner: string): Promise<PublishedImage[]> {
  const touched = touchedManifests(registry.journal, owner.toLowerCase());
  const repositories = [...new Set(touched.map(({ repository }) => repository))].sort();
  const images = await Promise.all(repositories.map((repository) => imagesOf(registry, repository, touched)));
  return images.flat();
}

/** Manifests under the owner's name that the registry took or gave; a rerun that finds its tag in place only reads it. */
export function touchedManifests(journal: RegistrySource['journal'], owner: string): Touched[] {
  return journal.flatMap(({ method, path, status }) => {
    const match = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(path);
    if (!match || status >= 300 || !match[1]?.startsWith(`${owner}/`)) return [];
    return [{ repository: match[1], reference: decodeURIComponent(match[2] ?? ''), pushed: method === 'PUT' }];
  });
}

async function imagesOf(
  registry: RegistrySource,
  repository: string,
  touched: readonly Touched[],
): Promise<PublishedImage[]> {
  const own = touched.filter((one) => one.repository === repository);
  const isDigest = (reference: string): boolean => reference.startsWith('sha256:');
  const tags = new Set(
    own.map(({ reference }) => reference).filter((reference) => !isDigest(reference) && !/^sha256-/.test(reference)),
  );
  const digests = new Set(
    own.filter(({ pushed, reference }) => pushed && isDigest(reference)).map(({ reference }) => reference),
  );
  const found = new Map<string, { tags: string[]; platforms: readonly string[] }>();
  for (const reference of tags.size > 0 ? tags : digests) {
    const manifest = await readManifest(registry.backendUrl, repository, reference);
    if (!manifest) continue;
    const image = found.get(manifest.digest) ?? {
      tags: [],
      platforms: await platformsOf(registry.backendUrl, repository, manifest.body),
    };
    if (!isDigest(reference)) image.tags.push(reference);
    found.set(manifest.digest, image);
  }
  const name = `${registry.host}/${repository}`;
  return [...found].map(([digest, image]) => ({ name, digest, tags: image.tags.sort(), platforms: image.platforms }));
}

async function readManifest(
  base: string,
  repository: string,
  reference: string,
): Promise<{ digest: string; body: unknown } | undefined> {
  const answer = await fetch(`${base}/v2/${repository}/manifests/${reference}`, { headers: { accept } });
  if (!answer.ok) return undefined;
  return { digest: answer.headers.get('docker-content-digest') ?? reference, body: await answer.json() };
}

/** Platforms of an index, without attestations; of a single image, from its config. */
async function platformsOf(base: string, repository: string, manifest: unknown): Promise<readonly string[]> {
  const { manifests, config } = objectOf(manifest);
  if (Array.isArray(manifests)) {
    const names = manifests.map((child) => platformName(objectOf(objectOf(child)['platform'])));
    return [...new Set(names.filter((name) => name !== '' && name !== 'unknown/unknown'))];
  }
  const digest = objectOf(config)['digest'];
  if (typeof digest !== 'string') return [];
  const answer = await fetch(`${base}/v2/${repository}/blobs/${digest}`);
  const name = answer.ok ? platformName(objectOf(await answer.json())) : '';
  return name === '' ? [] : [name];
}

function platformName(platform: JsonObject): string {
  const parts = [platform['os'], platform['architecture'], platform['variant']].map(textOf);
  return parts.filter((part) => part !== '').join('/');
}
