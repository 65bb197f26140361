/** The media types of images and indexes, OCI and Docker schema 2. */
export const ociIndex = 'application/vnd.oci.image.index.v1+json';
export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
export const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';

export const acceptedManifests = [ociIndex, dockerList, ociManifest, dockerManifest].join(', ');

export function isIndexType(mediaType: string): boolean {
  return mediaType === ociIndex || mediaType === dockerList;
}
