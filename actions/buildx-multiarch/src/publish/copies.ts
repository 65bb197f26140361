import { info, UserError, type Mistake } from '@data-profiler-actions/action-kit';
import { copyToPlace, imageName, parseReference, type ImageReference } from '@data-profiler-actions/oci';
import type { Destination } from './publish-index.ts';
import type { TopManifest } from './top-manifest.ts';

export interface ReadCopies {
  readonly images: readonly ImageReference[];
  readonly mistakes: readonly Mistake[];
}

/** Further images, without tags, each another than the first. */
export function readCopies(names: readonly string[], image: ImageReference): ReadCopies {
  const images: ImageReference[] = [];
  const mistakes: Mistake[] = [];
  const wrong = (problem: string): void => void mistakes.push({ input: 'copies', problem });
  for (const name of names) {
    const parsed = parseReference(name);
    if (!parsed.ok) wrong(`holds "${name}": ${parsed.problem}`);
    else if (parsed.reference.tag !== undefined || parsed.reference.digest !== undefined)
      wrong(`holds "${name}"; name the image without a tag, the tags are those of \`image\``);
    else if (imageName(parsed.reference) === imageName(image)) wrong(`holds "${name}", which is \`image\` itself`);
    else images.push(parsed.reference);
  }
  return { images, mistakes };
}

/** Brings a manifest and all that belongs to it to another image, by digest; no tag is moved. */
export async function copyTo(from: Destination, to: Destination, manifest: TopManifest): Promise<void> {
  const place = ({ client, image }: Destination): Parameters<typeof copyToPlace>[0] => ({
    client,
    repository: image.repository,
  });
  try {
    await copyToPlace(place(from), place(to), manifest);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The image could not be copied to ${imageName(to.image)}: ${why}.`,
      'No tag has been moved, here or there. Run the step again.',
      { cause: error },
    );
  }
  info(`Copied to ${imageName(to.image)}@${manifest.digest}`);
}
