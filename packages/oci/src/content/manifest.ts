import { RegistryError } from '../errors.ts';
import { objectOf, parseJson, textOf } from './json.ts';
import { isIndexType } from './media-types.ts';

/** An OCI content descriptor (image-spec 1.1, descriptor.md). `size` in bytes. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly artifactType?: string;
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly 'os.version'?: string;
}

/** What a manifest says: an index names other manifests, an image names its config and layers. */
export type Manifest =
  | {
      readonly kind: 'index';
      readonly manifests: readonly Descriptor[];
      readonly annotations: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'image'; readonly config: Descriptor; readonly layers: readonly Descriptor[] };

/** Reads a manifest's bytes; throws when they are neither an index nor an image. */
export function parseManifest(bytes: Buffer, mediaType: string): Manifest {
  const document = objectOf(parseJson(bytes.toString('utf8')));
  const type = textOf(document['mediaType']) || mediaType;
  if (isIndexType(type) || Array.isArray(document['manifests'])) {
    return {
      kind: 'index',
      manifests: descriptors(document['manifests']),
      annotations: strings(document['annotations']),
    };
  }
  if (document['config'] === undefined) throw invalid(`a manifest of type "${type}" is neither an image nor an index`);
  return { kind: 'image', config: descriptor(document['config']), layers: descriptors(document['layers']) };
}

/** `os/architecture[/variant]`; arm64's default variant v8 is left out, as Docker does. */
export function platformName({ os, architecture, variant }: Platform): string {
  const plain = variant === undefined || variant === '' || (architecture === 'arm64' && variant === 'v8');
  return plain ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

/** Bytes of an image's config and layers, compressed as the registry holds them. */
export function imageSize(manifest: Manifest): number {
  return manifest.kind === 'index' ? 0 : [manifest.config, ...manifest.layers].reduce((sum, { size }) => sum + size, 0);
}

function descriptors(value: unknown): Descriptor[] {
  return Array.isArray(value) ? value.map(descriptor) : [];
}

function descriptor(value: unknown): Descriptor {
  const fields = objectOf(value);
  const { mediaType, digest, size } = fields;
  if (typeof mediaType !== 'string' || typeof digest !== 'string' || typeof size !== 'number') {
    throw invalid('a descriptor lacks mediaType, digest or size');
  }
  return { ...fields, mediaType, digest, size };
}

function strings(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function invalid(message: string): RegistryError {
  return new RegistryError(message, 200, 'MANIFEST_INVALID');
}
