import { lstatSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { isInside } from '@data-profiler-actions/action-kit';
import { parseReference, type ImageReference } from '@data-profiler-actions/oci';

/** Where an image is to be had. Paths are absolute. */
export type ImageSource =
  | { readonly kind: 'layout'; readonly folder: string }
  | { readonly kind: 'archive'; readonly file: string }
  | { readonly kind: 'reference'; readonly reference: ImageReference };

export type ParsedSource =
  { readonly ok: true; readonly source: ImageSource } | { readonly ok: false; readonly problem: string };

/** What is there as a file is an archive, what is there as a folder a layout, all else a reference. `problem` completes "Input image …". */
export function parseImageSource(text: string, folder: string, places: readonly string[]): ParsedSource {
  const path = resolve(folder, text);
  const state = lstatSync(path, { throwIfNoEntry: false });
  if (state !== undefined) {
    const real = realpathSync(path);
    if (!places.some((place) => isInside(real, place)))
      return { ok: false, problem: `names "${text}", which leads out of the workspace and of the runner's scratch` };
    return {
      ok: true,
      source: lstatSync(real).isDirectory() ? { kind: 'layout', folder: real } : { kind: 'archive', file: real },
    };
  }
  if (/^[./]|\.tar(\.gz)?$/.test(text)) return { ok: false, problem: `names "${text}", which does not exist` };
  const parsed = parseReference(text);
  return parsed.ok
    ? { ok: true, source: { kind: 'reference', reference: parsed.reference } }
    : { ok: false, problem: `is no path that exists, and as an image reference it ${parsed.problem}` };
}
