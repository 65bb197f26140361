import { info, UserError } from '@data-profiler-actions/action-kit';
import {
  composeIndex,
  imageName,
  RegistryError,
  type ImageReference,
  type RegistryClient,
} from '@data-profiler-actions/oci';
import type { PushedPlatform } from './pushed-image.ts';

export interface IndexRequest {
  readonly client: RegistryClient;
  readonly image: ImageReference;
  /** In the order the index lists them. */
  readonly platforms: readonly PushedPlatform[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Names, `latest` last. */
  readonly tags: readonly string[];
}

/** Writes the index by digest, reads it back, and only then moves the tags, one after the other. */
export async function publishIndex({
  client,
  image,
  platforms,
  annotations,
  tags,
}: IndexRequest): Promise<{ digest: string; tags: string[]; document: unknown }> {
  const descriptors = [
    ...platforms.map(({ descriptor }) => descriptor),
    ...platforms.flatMap(({ attestations }) => attestations),
  ];
  const index = composeIndex(descriptors, annotations);
  const name = imageName(image);
  await client.putManifest(image.repository, index.digest, index);
  const stored = await client.getManifest(image.repository, index.digest);
  if (stored?.bytes.equals(index.bytes) !== true)
    throw new UserError(
      `${name} does not give back the index ${index.digest} that was just written.`,
      'No tag has been moved. Run the step again.',
    );
  const moved: string[] = [];
  for (const tag of tags) {
    await moveTag(client, image.repository, tag, index, moved);
    info(`${name}:${tag} → ${index.digest}`);
    moved.push(`${name}:${tag}`);
  }
  return { digest: index.digest, tags: moved, document: JSON.parse(index.bytes.toString('utf8')) };
}

async function moveTag(
  client: RegistryClient,
  repository: string,
  tag: string,
  index: { readonly bytes: Buffer; readonly mediaType: string },
  moved: readonly string[],
): Promise<void> {
  try {
    await client.putManifest(repository, tag, index);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const done = moved.length === 0 ? 'No tag has been moved.' : `Already moved: ${moved.join(', ')}.`;
    throw new UserError(
      `The tag ${tag} could not be moved: ${error.message}. ${done}`,
      'Run the step again: moving a tag twice does no harm.',
      { cause: error },
    );
  }
}
