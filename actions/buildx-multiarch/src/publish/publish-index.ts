import { info, UserError } from '@data-profiler-actions/action-kit';
import {
  awaitManifest,
  imageName,
  RegistryError,
  type ImageReference,
  type RegistryClient,
} from '@data-profiler-actions/oci';
import type { TopManifest } from './top-manifest.ts';

export interface PublishRequest {
  readonly client: RegistryClient;
  readonly image: ImageReference;
  readonly manifest: TopManifest;
  /** Names, `latest` last. */
  readonly tags: readonly string[];
}

/** Writes a manifest by digest, reads it back, and only then moves the tags, one after the other; gives the references that were moved. */
export async function publishImage({ client, image, manifest, tags }: PublishRequest): Promise<string[]> {
  const name = imageName(image);
  await writeByDigest(client, image, manifest);
  const moved: string[] = [];
  for (const tag of tags) {
    await moveTag(client, image.repository, tag, manifest, moved);
    info(`${name}:${tag} → ${manifest.digest}`);
    moved.push(`${name}:${tag}`);
  }
  return moved;
}

/** Bytes that the registry does not give back as they were written are not published. */
export async function writeByDigest(
  client: RegistryClient,
  image: ImageReference,
  manifest: TopManifest,
): Promise<void> {
  await client.putManifest(image.repository, manifest.digest, manifest);
  const stored = await awaitManifest(client, image.repository, manifest.digest);
  if (stored?.bytes.equals(manifest.bytes) !== true)
    throw new UserError(
      `${imageName(image)} does not give back the manifest ${manifest.digest} that was just written.`,
      'No tag has been moved. Run the step again.',
    );
}

async function moveTag(
  client: RegistryClient,
  repository: string,
  tag: string,
  manifest: TopManifest,
  moved: readonly string[],
): Promise<void> {
  try {
    await client.putManifest(repository, tag, manifest);
  } catch (error) {
    const done = moved.length === 0 ? 'No tag has been moved.' : `Already moved: ${moved.join(', ')}.`;
    const why = error instanceof RegistryError ? error.message : String(error);
    throw new UserError(
      `The tag ${tag} could not be moved: ${why}. ${done}`,
      'Run the step again: moving a tag twice does no harm.',
      { cause: error },
    );
  }
}
