import { objectOf, parseJson, textOf, UserError } from '@data-profiler-actions/action-kit';
import {
  awaitManifest,
  imageSize,
  isAttestation,
  parseManifest,
  platformName,
  type Descriptor,
  type Manifest,
  type RegistryClient,
  type StoredManifest,
} from '@data-profiler-actions/oci';
import { normalPlatform } from '../builder/builder-inspection.ts';

/** One platform of something built: its manifest, the attestations about it, its size in bytes and its layers. */
export interface PushedPlatform {
  readonly platform: string;
  readonly descriptor: Descriptor;
  readonly attestations: readonly Descriptor[];
  readonly size: number;
  readonly layers: number;
  /** The manifest itself. */
  readonly stored: StoredManifest;
}

/** Where an image's parts are read from: a registry, or an archive. */
export interface ImageSource {
  manifest(digest: string): Promise<StoredManifest>;
  blob(digest: string): Promise<Buffer>;
}

/** Reads back what a digest holds in the registry. */
export function readPushed(client: RegistryClient, repository: string, digest: string): Promise<PushedPlatform[]> {
  return flattenImage(
    {
      manifest: (wanted) => fetchManifest(client, repository, wanted),
      blob: (wanted) => client.getBlob(repository, wanted),
    },
    digest,
  );
}

/** The platforms of an index or a single manifest, whichever the digest is; an index in an index is flattened too. */
export async function flattenImage(source: ImageSource, digest: string): Promise<PushedPlatform[]> {
  const stored = await source.manifest(digest);
  const manifest = parseManifest(stored.bytes, stored.mediaType);
  if (manifest.kind === 'image') return [await singlePlatform(source, stored, manifest)];
  const images = manifest.manifests.filter((item) => !isAttestation(item));
  const nested = await Promise.all(images.map((descriptor) => platformsOf(source, descriptor, manifest.manifests)));
  return nested.flat();
}

async function platformsOf(
  source: ImageSource,
  descriptor: Descriptor,
  beside: readonly Descriptor[],
): Promise<PushedPlatform[]> {
  const stored = await source.manifest(descriptor.digest);
  const manifest = parseManifest(stored.bytes, stored.mediaType);
  if (manifest.kind === 'index') return flattenImage(source, descriptor.digest);
  if (descriptor.platform === undefined) return [await singlePlatform(source, stored, manifest)];
  const attestations = beside.filter(
    (item) => isAttestation(item) && item.annotations?.['vnd.docker.reference.digest'] === descriptor.digest,
  );
  return [{ ...describe(platformName(descriptor.platform), stored, manifest), descriptor, attestations }];
}

/** A manifest of its own says what it runs on only in its config (image-spec 1.1, config.md). */
async function singlePlatform(
  source: ImageSource,
  stored: StoredManifest,
  manifest: Extract<Manifest, { kind: 'image' }>,
): Promise<PushedPlatform> {
  const config = objectOf(parseJson((await source.blob(manifest.config.digest)).toString('utf8')));
  const variant = textOf(config['variant']);
  const platform = {
    os: textOf(config['os']),
    architecture: textOf(config['architecture']),
    ...(variant !== '' && { variant }),
  };
  const descriptor = { mediaType: stored.mediaType, digest: stored.digest, size: stored.bytes.length, platform };
  return { ...describe(platformName(platform), stored, manifest), descriptor, attestations: [] };
}

function describe(
  platform: string,
  stored: StoredManifest,
  manifest: Extract<Manifest, { kind: 'image' }>,
): Pick<PushedPlatform, 'platform' | 'size' | 'layers' | 'stored'> {
  return {
    platform: normalPlatform(platform),
    size: imageSize(manifest),
    layers: manifest.layers.length,
    stored,
  };
}

/** A registry may answer before it shows what it was just given. */
async function fetchManifest(client: RegistryClient, repository: string, digest: string): Promise<StoredManifest> {
  const stored = await awaitManifest(client, repository, digest);
  if (stored === undefined)
    throw new UserError(
      `${repository}@${digest} is not in the registry.`,
      'Check the digest, or run the build legs again. No tag has been moved.',
    );
  return stored;
}
