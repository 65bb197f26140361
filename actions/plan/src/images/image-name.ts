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

/** Where images stand that have names and no prefix. Lower-cased as docker/metadata-action does, since owners may have capitals. */
export const repositoryPath = (repository: string): string => repository.toLowerCase();

/** Where the one image stands that is named for the repository. */
export const ownerPath = (repository: string): string => repositoryPath(repository).replace(/\/.*$/, '');
