import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isText, objectOf, UserError } from '@data-profiler-actions/action-kit';
import {
  isAttestation,
  isDigest,
  matchesDigest,
  ociIndex,
  parseManifest,
  platformName,
  type Descriptor,
  type Manifest,
} from '@data-profiler-actions/oci';

/** An OCI image layout (image-spec 1.1, image-layout.md): every blob below `blobs`, by its digest. */
export interface Layout {
  /** Absolute. */
  readonly folder: string;
  /** The entries of index.json. */
  readonly roots: readonly Descriptor[];
}

/** One image of a layout: what one platform runs. */
export interface PlatformImage {
  readonly descriptor: Descriptor;
  /** `os/architecture[/variant]`; empty where nothing tells. */
  readonly platform: string;
  readonly manifest: Extract<Manifest, { kind: 'image' }>;
}

const largestDocument = 8 * 2 ** 20;

export function blobFile(folder: string, digest: string): string {
  if (!isDigest(digest)) throw new UserError(`"${digest}" is no digest`);
  return join(folder, 'blobs', ...digest.split(':'));
}

export function readLayout(folder: string): Layout {
  const index = join(folder, 'index.json');
  const document = parseManifest(readDocument(index), ociIndex);
  if (document.kind !== 'index' || document.manifests.length === 0) throw new UserError(`${index} names no image`);
  return { folder, roots: document.manifests };
}

/** A manifest, or whatever else is small; its bytes must hash to its name. */
export function readBlob({ folder }: Layout, digest: string): Buffer {
  const bytes = readDocument(blobFile(folder, digest));
  if (!matchesDigest(bytes, digest)) throw new UserError(`${blobFile(folder, digest)} does not hash to its name`);
  return bytes;
}

function readDocument(file: string): Buffer {
  if (statSync(file).size > largestDocument) throw new UserError(`${file} is too large for a manifest`);
  return readFileSync(file);
}

/** Every image of the layout, through indexes; attestations are left out. */
export function imagesOf(layout: Layout): PlatformImage[] {
  const images: PlatformImage[] = [];
  const pending = [...layout.roots];
  const seen = new Set<string>();
  for (let descriptor = pending.shift(); descriptor !== undefined; descriptor = pending.shift()) {
    if (isAttestation(descriptor) || seen.has(descriptor.digest)) continue;
    seen.add(descriptor.digest);
    const manifest = parseManifest(readBlob(layout, descriptor.digest), descriptor.mediaType);
    if (manifest.kind === 'index') pending.push(...manifest.manifests);
    else if (/image\.config|container\.image/.test(manifest.config.mediaType)) {
      const platform = descriptor.platform ? platformName(descriptor.platform) : platformOfConfig(layout, manifest);
      images.push({ descriptor, platform, manifest });
    }
  }
  if (images.length === 0) throw new UserError(`${layout.folder} holds no image`);
  return images;
}

function platformOfConfig(layout: Layout, { config }: PlatformImage['manifest']): string {
  const { os, architecture } = objectOf(JSON.parse(readBlob(layout, config.digest).toString('utf8')));
  return isText(os) && isText(architecture) ? platformName({ os, architecture }) : '';
}

/** A layout that names one image alone, over the blobs of another: Trivy takes the first image it finds, whatever platform is asked for. */
export function singleImageLayout(layout: Layout, { descriptor }: PlatformImage, folder: string): string {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(layout.folder, 'blobs'), join(folder, 'blobs'));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }));
  return folder;
}
