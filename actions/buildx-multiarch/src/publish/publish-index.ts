import { info, messageOf, UserError } from '@data-profiler-actions/action-kit';
import {
  awaitManifest,
  imageName,
  RegistryError,
  type ImageReference,
  type RegistryClient,
} from '@data-profiler-actions/oci';
import type { TopManifest } from './top-manifest.ts';

/** An image in a registry that may be written to. */
export interface Destination {
  readonly client: RegistryClient;
  readonly image: ImageReference;
}

/** Moves tags, `latest` last, one after the other, to a manifest that is there by digest; adds the references to those that were `moved` before. */
export async function moveTags(
  { client, image }: Destination,
  manifest: TopManifest,
  tags: readonly string[],
  moved: string[],
): Promise<void> {
  for (const tag of tags) {
    const reference = `${imageName(image)}:${tag}`;
    await client
      .putManifest(image.repository, tag, manifest)
      .catch((error: unknown) => Promise.reject(notMoved(reference, error, moved)));
    info(`${reference} → ${manifest.digest}`);
    moved.push(reference);
  }
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

function notMoved(reference: string, error: unknown, moved: readonly string[]): UserError {
  const why = messageOf(error).replace(/\.$/, '');
  return new UserError(
    `The tag ${reference} could not be moved: ${why}. ${stateOfTags(error instanceof RegistryError, moved)}`,
    'Run the step again: moving a tag twice does no harm.',
    { cause: error },
  );
}

/** Of a request that was not answered nobody knows what the registry did with it. */
function stateOfTags(answered: boolean, moved: readonly string[]): string {
  const others =
    moved.length === 0 ? `No ${answered ? '' : 'other '}tag has been moved.` : `Already moved: ${moved.join(', ')}.`;
  return answered ? others : `Whether the registry moved it all the same is not known. ${others}`;
}
