import type { Mistake } from '@data-profiler-actions/action-kit';
import { imageName, isTag, parseReference, type ImageReference } from '@data-profiler-actions/oci';

export type TagNames = { readonly names: readonly string[]; readonly mistakes: readonly Mistake[] };

/** Bare tags or references of the same image become tag names, each once, `latest` last. The image is undefined when it could not be read. */
export function readTags(given: readonly string[], image: ImageReference | undefined): TagNames {
  const names: string[] = [];
  const mistakes: Mistake[] = [];
  for (const item of given) {
    const read = readTag(item, image);
    if ('problem' in read) mistakes.push({ input: 'tags', problem: read.problem });
    else names.push(read.name);
  }
  return { names: latestLast([...new Set(names)]), mistakes };
}

/** Whoever follows `latest` must find every other tag in place already. */
export function latestLast(names: readonly string[]): string[] {
  return [...names.filter((name) => name !== 'latest'), ...names.filter((name) => name === 'latest')];
}

function readTag(item: string, image: ImageReference | undefined): { name: string } | { problem: string } {
  if (!/[/:@]/.test(item)) {
    const rule = /\s/.test(item)
      ? 'tags are parted by commas or newlines'
      : 'a tag is 1 to 128 letters, digits, "_", "." and "-", not starting with "." or "-"';
    return isTag(item) ? { name: item } : { problem: `holds "${item}", which is no legal tag: ${rule}` };
  }
  const parsed = parseReference(item);
  if (!parsed.ok) return { problem: `holds "${item}", which ${parsed.problem}` };
  const { reference } = parsed;
  if (image !== undefined && imageName(reference) !== imageName(image))
    return { problem: `holds "${item}", which is of another image than ${imageName(image)}` };
  if (reference.digest !== undefined || reference.tag === undefined)
    return { problem: `holds "${item}", which names no tag` };
  return { name: reference.tag };
}
