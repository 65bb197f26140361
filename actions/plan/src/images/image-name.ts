import type { InputKind } from '@data-profiler-actions/action-kit';

/** OCI distribution-spec 1.1, "Pulling manifests". */
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const namePattern = new RegExp(`^${component}(?:/${component})*$`);

/** Whether registries take the text for an image's name or a part of it between slashes. */
export function isImageName(text: string): boolean {
  return namePattern.test(text);
}

/**
 * The path between registry and image name, by default the repository's own. Owners may have capitals and registries take none, so that it is
 * lower-cased, as docker/metadata-action does.
 */
export const imagePrefix = (repository: () => string): InputKind<string> => ({
  parse: (raw) => {
    const path = (raw.trim() || repository()).toLowerCase();
    if (raw.trim() === '' || isImageName(path)) return { ok: true, value: path };
    return { ok: false, problem: `is "${raw.trim()}", which is no path of image names like owner/app` };
  },
});
