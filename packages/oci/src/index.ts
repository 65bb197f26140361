export { awaitManifest, type Patience } from './registry/await-manifest.ts';
export { isLoopback, registryAddress } from './session/address.ts';
export { composeIndex, isAttestation, platformsOf, type ComposedIndex } from './content/compose-index.ts';
export { copyImage, copyToPlace, type Place, type Route } from './registry/copy-image.ts';
export { digestOf, matchesDigest } from './content/digest.ts';
export { NetworkError, RegistryError, registryFailure } from './errors.ts';
export {
  imageSize,
  parseManifest,
  platformName,
  type Descriptor,
  type Manifest,
  type Platform,
} from './content/manifest.ts';
export { isIndexType, ociIndex } from './content/media-types.ts';
export {
  imageName,
  isDigest,
  isTag,
  parseReference,
  type ImageReference,
  type ParsedReference,
} from './content/reference.ts';
export { referrersTag, type Referrers } from './registry/referrers.ts';
export { type BlobTarget } from './registry/blobs.ts';
export { type ManifestContent, type StoredManifest } from './registry/manifests.ts';
export { createRegistryClient, type RegistryClient } from './registry/registry-client.ts';
export { type RegistryCredentials } from './session/authorizations.ts';
