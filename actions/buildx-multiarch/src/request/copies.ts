import type { Mistake } from '@data-profiler-actions/action-kit';
import { imageName, parseReference, type ImageReference } from '@data-profiler-actions/oci';

export interface ReadCopies {
  readonly images: readonly ImageReference[];
  readonly mistakes: readonly Mistake[];
}

/** Further images, without tags; none of them is the image itself. */
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
