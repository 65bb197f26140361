import { digestOf } from './digest.ts';
import { platformName, type Descriptor } from './manifest.ts';
import { ociIndex } from './media-types.ts';

export interface ComposedIndex {
  readonly bytes: Buffer;
  readonly digest: string;
  readonly mediaType: typeof ociIndex;
}

/**
 * The bytes of one OCI index over descriptors (image-spec 1.1, image-index.md), in the order given. The same input gives the same
 * bytes, so a repeated merge gives the same digest.
 */
export function composeIndex(
  descriptors: readonly Descriptor[],
  annotations: Readonly<Record<string, string>> = {},
): ComposedIndex {
  const sorted = Object.fromEntries(Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1)));
  const document = {
    schemaVersion: 2,
    mediaType: ociIndex,
    manifests: descriptors,
    ...(Object.keys(sorted).length > 0 && { annotations: sorted }),
  };
  const bytes = Buffer.from(JSON.stringify(document, null, 2));
  return { bytes, digest: digestOf(bytes), mediaType: ociIndex };
}

/** BuildKit's attestation manifests stand beside the images they are about, for no platform of their own. */
export function isAttestation({ annotations }: Descriptor): boolean {
  return annotations?.['vnd.docker.reference.type'] === 'attestation-manifest';
}

/** The platforms an index offers, each once, attestations left out. */
export function platformsOf(descriptors: readonly Descriptor[]): string[] {
  const named = descriptors
    .filter((item) => !isAttestation(item))
    .flatMap(({ platform }) => (platform ? [platformName(platform)] : []));
  return [...new Set(named)];
}
