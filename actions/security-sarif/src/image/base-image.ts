import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  dockerLogin,
  messageOf,
  objectOf,
  objectsIn,
  readDockerConfig,
  textOf,
  textsIn,
  type Credential,
  type JsonObject,
} from '@data-profiler-actions/action-kit';
import {
  createRegistryClient,
  parseManifest,
  parseReference,
  platformName,
  type ImageReference,
  type RegistryClient,
  type RegistryCredentials,
  type StoredManifest,
} from '@data-profiler-actions/oci';
import { imagesOf, readBlob, type Layout } from './layout.ts';

/** An image that another one may be built on. */
export interface BaseImage {
  readonly name: string;
  /** Digests of its uncompressed layers, the lowest first. */
  readonly diffIds: readonly string[];
}

/** Where a name of a base image was read. */
export interface BaseCandidate {
  /** A reference with a digest wherever one is known. */
  readonly reference: string;
  readonly platform: string;
}

const baseName = 'org.opencontainers.image.base.name';
const baseDigest = 'org.opencontainers.image.base.digest';

/** The images that annotations, labels and provenance name as what this one was made from; those of other build stages among them. */
export function candidatesIn(layout: Layout): BaseCandidate[] {
  const named = imagesOf(layout).flatMap(({ descriptor, manifest, platform }) => {
    const document = json(layout, descriptor.digest);
    const config = json(layout, manifest.config.digest);
    const marks = [descriptor.annotations ?? {}, objectOf(document['annotations'])];
    const labels = objectOf(objectOf(config['config'])['Labels']);
    return [...marks, labels].flatMap((each) => markedBase(objectOf(each), platform));
  });
  return distinct([...named, ...layout.roots.flatMap(({ digest }) => provenanceIn(layout, digest))]);
}

function markedBase(marks: JsonObject, platform: string): BaseCandidate[] {
  const [name, digest] = [textOf(marks[baseName]), textOf(marks[baseDigest])];
  return name === '' ? [] : [{ reference: digest === '' ? name : `${withoutTag(name)}@${digest}`, platform }];
}

/** BuildKit's provenance (SLSA 0.2 and 1) names every image that a stage began with, by digest. */
function provenanceIn(layout: Layout, digest: string): BaseCandidate[] {
  const root = json(layout, digest);
  const attestations = objectsIn(root['manifests']).filter(
    (each) => textOf(objectOf(each['annotations'])['vnd.docker.reference.type']) === 'attestation-manifest',
  );
  return attestations.flatMap((attestation) =>
    objectsIn(json(layout, textOf(attestation['digest']))['layers'])
      .filter((layer) =>
        textOf(objectOf(layer['annotations'])['in-toto.io/predicate-type']).includes('slsa.dev/provenance'),
      )
      .flatMap((layer) => materialsOf(json(layout, textOf(layer['digest'])))),
  );
}

function materialsOf(statement: JsonObject): BaseCandidate[] {
  const predicate = objectOf(statement['predicate']);
  const materials = [
    ...objectsIn(predicate['materials']),
    ...objectsIn(objectOf(predicate['buildDefinition'])['resolvedDependencies']),
  ];
  return materials.flatMap((material) => {
    const [, path = '', query = ''] = /^pkg:docker\/([^?]+)\??(.*)$/.exec(textOf(material['uri'])) ?? [];
    const sha256 = textOf(objectOf(material['digest'])['sha256']);
    if (path === '' || sha256 === '') return [];
    const name = decodeURIComponent(path).replace(/@[^@]*$/, '');
    return [{ reference: `${name}@sha256:${sha256}`, platform: new URLSearchParams(query).get('platform') ?? '' }];
  });
}

const withoutTag = (name: string): string => name.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
const distinct = (candidates: readonly BaseCandidate[]): BaseCandidate[] => [
  ...new Map(candidates.map((each) => [JSON.stringify(each), each])).values(),
];

function json(layout: Layout, digest: string): JsonObject {
  try {
    return objectOf(JSON.parse(readBlob(layout, digest).toString('utf8')));
  } catch {
    // A layout may leave out what its index only mentions.
    return {};
  }
}

/** The base: of all candidates the one whose layers are the lowest of this image, and most of them; undefined where none is. */
export function baseAmong(candidates: readonly BaseImage[], diffIds: readonly string[]): BaseImage | undefined {
  return candidates
    .filter((base) => base.diffIds.length > 0 && base.diffIds.every((each, index) => each === diffIds[index]))
    .sort((a, b) => b.diffIds.length - a.diffIds.length)[0];
}

/** Asks the registry for a candidate's layers; undefined, with the reason told, where it cannot be asked. */
export async function resolveCandidate(
  { reference: text, platform }: BaseCandidate,
  loginOf: (registry: string) => Promise<RegistryCredentials | undefined>,
  signal: AbortSignal,
  say: (words: string) => void,
): Promise<BaseImage | undefined> {
  const parsed = parseReference(text);
  if (!parsed.ok) return undefined;
  const { reference } = parsed;
  const { registry, repository } = reference;
  const credentials = await loginOf(registry);
  const client = createRegistryClient({ registry, signal, attempts: 2, ...(credentials && { credentials }) });
  try {
    const image = await imageFor(client, reference, platform);
    if (image?.kind !== 'image') return undefined;
    const config = objectOf(JSON.parse((await client.getBlob(repository, image.config.digest)).toString('utf8')));
    return { name: text, diffIds: textsIn(objectOf(config['rootfs'])['diff_ids']) };
  } catch (thrown) {
    say(`The layers of ${text} cannot be looked up: ${messageOf(thrown)}`);
    return undefined;
  } finally {
    client.close();
  }
}

async function imageFor(
  client: RegistryClient,
  { repository, tag, digest }: ImageReference,
  platform: string,
): Promise<ReturnType<typeof parseManifest> | undefined> {
  const parse = (stored: StoredManifest | undefined): ReturnType<typeof parseManifest> | undefined =>
    stored && parseManifest(stored.bytes, stored.mediaType);
  const root = parse(await client.getManifest(repository, digest ?? tag ?? 'latest'));
  if (root?.kind !== 'index') return root;
  const fitting = root.manifests.find((each) => each.platform && platformName(each.platform) === platform);
  return fitting && parse(await client.getManifest(repository, fitting.digest));
}

/** Logins as given, else as Docker has them; the job's token opens ghcr.io alone. */
export function registryLogins(
  given: readonly Credential[],
  token: string,
  actor: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): (registry: string) => Promise<RegistryCredentials | undefined> {
  const config = readDockerConfig(join(env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json'), env);
  return async (registry) =>
    given.find(({ host }) => host === registry) ??
    (await dockerLogin(registry, config)) ??
    (registry === 'ghcr.io' && token !== '' ? { user: actor || 'token', password: token } : undefined);
}
