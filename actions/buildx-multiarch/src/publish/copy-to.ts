import { info, messageOf, UserError } from '@data-profiler-actions/action-kit';
import { copyToPlace, imageName, type Place } from '@data-profiler-actions/oci';
import type { Destination } from './publish-index.ts';
import type { TopManifest } from './top-manifest.ts';

/** Brings a manifest and all that belongs to it to another image, by digest; no tag is moved. */
export async function copyTo(from: Destination, to: Destination, manifest: TopManifest): Promise<void> {
  try {
    await copyToPlace(placeOf(from), placeOf(to), manifest);
  } catch (error) {
    throw new UserError(
      `The image could not be copied to ${imageName(to.image)}: ${messageOf(error)}.`,
      'No tag has been moved, here or there. Run the step again.',
      { cause: error },
    );
  }
  info(`Copied to ${imageName(to.image)}@${manifest.digest}`);
}

function placeOf({ client, image }: Destination): Place {
  return { client, repository: image.repository };
}
