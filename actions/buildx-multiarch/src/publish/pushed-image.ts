import { UserError } from '@data-profiler-actions/action-kit';
import {
  imageSize,
  isAttestation,
  parseManifest,
  platformName,
  type Descriptor,
  type RegistryClient,
  type StoredManifest,
} from '@data-profiler-actions/oci';
import { normalPlatform } from '../builder/builder-inspection.ts';

/** One platform of something pushed: its manifest, the attestations about it, and its size in bytes. */
export interface PushedPlatform {
  readonly platform: string;
  readonly descriptor: Descriptor;
  readonly attestations: readonly Descriptor[];
  readonly size: number;
}

/** Reads back what a digest holds, an index or a single manifest, and flattens it to platforms. */
export async function readPushed(
  client: RegistryClient,
  repository: string,
  digest: string,
): Promise<PushedPlatform[]> {
  const stored = await fetchManifest(client, repository, digest);
  const manifest = parseManifest(stored.bytes, stored.mediaType);
  if (manifest.kind === 'image') return [await singleManifest(client, repository, stored)];
  const images = manifest.manifests.filter((item) => !isAttestation(item));
  return Promise.all(
    images.map(async (descriptor) => {
      const child = await fetchManifest(client, repository, descriptor.digest);
      const platform = descriptor.platform ? platformName(descriptor.platform) : 'unknown/unknown';
      const attestations = manifest.manifests.filter(
        (item) => isAttestation(item) && item.annotations?.['vnd.docker.reference.digest'] === descriptor.digest,
      );
      return {
        platform: normalPlatform(platform),
        descriptor,
        attestations,
        size: imageSize(parseManifest(child.bytes, child.mediaType)),
      };
    }),
  );
}

async function fetchManifest(client: RegistryClient, repository: string, digest: string): Promise<StoredManifest> {
  const stored = await client.getManifest(repository, digest);
  if (stored === undefined)
    throw new UserError(
      `${repository}@${digest} is not in the registry.`,
      'Check the digest, or run the build legs again.',
    );
  return stored;
}

/** A manifest of its own says what it runs on only in its config (image-spec 1.1, config.md). */
async function singleManifest(
  client: RegistryClient,
  repository: string,
  stored: StoredManifest,
): Promise<PushedPlatform> {
  const manifest = parseManifest(stored.bytes, stored.mediaType);
  if (manifest.kind === 'index') throw new Error('an index is no single manifest');
  const config = JSON.parse((await client.getBlob(repository, manifest.config.digest)).toString('utf8')) as Record<
    string,
    unknown
  >;
  const text = (name: string): string => (typeof config[name] === 'string' ? config[name] : '');
  const variant = text('variant');
  const platform = { os: text('os'), architecture: text('architecture'), ...(variant !== '' && { variant }) };
  const descriptor = { mediaType: stored.mediaType, digest: stored.digest, size: stored.bytes.length, platform };
  return { platform: normalPlatform(platformName(platform)), descriptor, attestations: [], size: imageSize(manifest) };
}
