export { isLoopback, registryAddress } from './address.ts';
export { composeIndex, isAttestation, platformsOf, type ComposedIndex } from './compose-index.ts';
export { digestOf, matchesDigest } from './digest.ts';
export { RegistryError } from './errors.ts';
export { imageSize, parseManifest, platformName, type Descriptor, type Manifest, type Platform } from './manifest.ts';
export { isIndexType, ociIndex } from './media-types.ts';
export { imageName, isDigest, isTag, parseReference, type ImageReference, type ParsedReference } from './reference.ts';
export { createRegistryClient, type RegistryClient, type StoredManifest } from './registry-client.ts';
export { type RegistryCredentials } from './session.ts';
