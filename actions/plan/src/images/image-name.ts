import type { InputKind } from '@data-profiler-actions/action-kit';

/** OCI distribution-spec 1.1, "Pulling manifests". */
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const namePattern = new RegExp(`^${component}(?:/${component})*$`);

/** Whether registries take the text for an image's name or a part of it between slashes. */
export function isImageName(text: string): boolean {
  return namePattern.test(text);
}

/** The path between registry and image name; empty where none is given. Registries take no capitals, so that it is lower-cased. */
export const imagePrefix = (): InputKind<string> => ({
  parse: (raw) => {
    const path = raw.trim().toLowerCase();
    if (path === '' || isImageName(path)) return { ok: true, value: path };
    return { ok: false, problem: `is "${raw.trim()}", which is no path of image names like owner/app` };
  },
});

/**
 * The path where none is given, lower-cased as docker/metadata-action does, since owners may have capitals: the repository's for images that
 * have names, the owner's for the one image that is named for the repository.
 */
export function defaultPrefix(repository: string, named: boolean): string {
  return (named ? repository : (repository.split('/')[0] ?? '')).toLowerCase();
}
