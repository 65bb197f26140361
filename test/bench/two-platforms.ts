import { composeIndex, digestOf, type Descriptor, type RegistryClient } from '@data-profiler-actions/oci';

const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};

/** Pushes what a build leg pushes for each of two platforms: an index of the image and its attestations. Gives the digests. */
export async function pushTwoPlatforms(client: RegistryClient, repository: string): Promise<string[]> {
  return Promise.all(['amd64', 'arm64'].map((architecture) => pushLeg(client, repository, architecture)));
}

async function pushLeg(client: RegistryClient, repository: string, architecture: string): Promise<string> {
  const platform = { os: 'linux', architecture };
  const image = await pushManifest(client, repository, JSON.stringify(platform), `layer for ${architecture}`);
  const attestation = await pushManifest(
    client,
    repository,
    '{"architecture":"unknown","os":"unknown"}',
    `statement about ${architecture}`,
  );
  const about = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': image.digest,
  };
  const unknown = { os: 'unknown', architecture: 'unknown' };
  const index = composeIndex([
    { ...image, platform },
    { ...attestation, platform: unknown, annotations: about },
  ]);
  return client.putManifest(repository, index.digest, index);
}

async function pushManifest(
  client: RegistryClient,
  repository: string,
  config: string,
  layer: string,
): Promise<Descriptor> {
  const blob = async (text: string, mediaType: string): Promise<Descriptor> => {
    const bytes = Buffer.from(text);
    return { mediaType, digest: await client.putBlob(repository, bytes), size: bytes.length };
  };
  const document = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: await blob(config, types.config),
    layers: [await blob(layer, types.layer)],
  };
  const bytes = Buffer.from(JSON.stringify(document));
  const digest = digestOf(bytes);
  await client.putManifest(repository, digest, { bytes, mediaType: types.manifest });
  return { mediaType: types.manifest, digest, size: bytes.length };
}
