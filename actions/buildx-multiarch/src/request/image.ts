import type { Mistake } from '@data-profiler-actions/action-kit';
import { parseReference, type ImageReference } from '@data-profiler-actions/oci';

export type ReadImage =
  { readonly ok: true; readonly image: ImageReference } | { readonly ok: false; readonly mistake: Mistake };

/**
 * The image that is built, without tag or digest. The default is the repository's own package, in lower case as registries want it; an image that
 * somebody wrote is never changed, since a workflow elsewhere may name it too.
 */
export function readImage(given: string, repository: string): ReadImage {
  const text = given || `ghcr.io/${repository.toLowerCase()}`;
  const parsed = parseReference(text);
  const wrong = (problem: string): ReadImage => ({ ok: false, mistake: { input: 'image', problem } });
  if (!parsed.ok) return wrong(`is "${text}", which ${parsed.problem}${remedy(given)}`);
  const { reference } = parsed;
  return reference.tag === undefined && reference.digest === undefined
    ? { ok: true, image: reference }
    : wrong(`is "${text}": give it without a tag or digest (tags go to \`tags\`)`);
}

function remedy(given: string): string {
  const capitals = /[A-Z]/.test(given.slice(given.indexOf('/')));
  return capitals
    ? '; `github.repository` and `github.repository_owner` keep capitals, so write the name out, or leave `image` out for the repository’s own package'
    : '';
}
