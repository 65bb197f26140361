import { composeIndex } from '../content/compose-index.ts';
import { RegistryError } from '../errors.ts';
import { parseManifest, type Descriptor } from '../content/manifest.ts';
import { isIndexType } from '../content/media-types.ts';
import { referrersTag } from './referrers.ts';
import type { StoredManifest } from './manifests.ts';
import type { RegistryClient } from './registry-client.ts';

/** Two repositories of one registry. */
export interface Route {
  readonly from: string;
  readonly to: string;
}

/** A repository in its registry. */
export interface Place {
  readonly client: RegistryClient;
  readonly repository: string;
}

interface Copy {
  readonly from: Place;
  readonly to: Place;
  /** Digests that are done or under way: what refers to each other is copied once. */
  readonly seen: Set<string>;
}

/** Tags under which cosign keeps what it signed, where it does not use referrers. */
const signatureSuffixes = ['sig', 'att', 'sbom'];

/**
 * Copies a manifest from one repository to another, byte for byte, with all that it names and all that refers to it: an index's platforms and
 * attestations, their blobs (mounted), signatures. What is named comes before what names it. No tag but those of signatures is written.
 */
export function copyImage(client: RegistryClient, { from, to }: Route, manifest: StoredManifest): Promise<void> {
  return copyToPlace({ client, repository: from }, { client, repository: to }, manifest);
}

/** The same between any two repositories; from one registry to another blobs travel through memory, one after the other. */
export function copyToPlace(from: Place, to: Place, manifest: StoredManifest): Promise<void> {
  return copyManifest({ from, to, seen: new Set() }, manifest);
}

async function copyManifest(copy: Copy, manifest: StoredManifest): Promise<void> {
  if (copy.seen.has(manifest.digest)) return;
  copy.seen.add(manifest.digest);
  const parsed = parseManifest(manifest.bytes, manifest.mediaType);
  if (parsed.kind === 'index')
    for (const { digest } of parsed.manifests) await copyManifest(copy, await read(copy, digest));
  else await copyBlobs(copy, [parsed.config, ...parsed.layers].filter(isOurs));
  await copy.to.client.putManifest(copy.to.repository, manifest.digest, manifest);
  await copyReferrers(copy, manifest.digest);
  await copySignatures(copy, manifest.digest);
}

async function copyBlobs({ from, to }: Copy, blobs: readonly Descriptor[]): Promise<void> {
  if (from.client === to.client) {
    await Promise.all(blobs.map((blob) => to.client.takeBlob(to.repository, blob, from.repository)));
    return;
  }
  for (const { digest, size } of blobs)
    if (!(await to.client.hasBlob(to.repository, digest)))
      await to.client.putBlob(to.repository, await from.client.getBlob(from.repository, digest, size));
}

/** Layers that are published elsewhere alone are in no registry. */
const isOurs = ({ mediaType }: Descriptor): boolean => !/foreign|nondistributable/.test(mediaType);

async function read({ from }: Copy, digest: string): Promise<StoredManifest> {
  const stored = await from.client.getManifest(from.repository, digest);
  if (!stored)
    throw new RegistryError(`${from.repository} lacks ${digest}, which an index in it names`, 404, 'MANIFEST_UNKNOWN');
  return stored;
}

async function copyReferrers(copy: Copy, digest: string): Promise<void> {
  const { from, to } = copy;
  const { descriptors } = await from.client.listReferrers(from.repository, digest);
  if (descriptors.length === 0) return;
  for (const descriptor of descriptors) await copyManifest(copy, await read(copy, descriptor.digest));
  const there = await to.client.listReferrers(to.repository, digest);
  if (there.byRegistry) return;
  const known = new Set(there.descriptors.map((descriptor) => descriptor.digest));
  const missing = descriptors.filter((descriptor) => !known.has(descriptor.digest));
  if (missing.length > 0)
    await to.client.putManifest(to.repository, referrersTag(digest), composeIndex([...there.descriptors, ...missing]));
}

/** A signature that is there already is of the same digest, so it stays. */
async function copySignatures(copy: Copy, digest: string): Promise<void> {
  const { from, to } = copy;
  for (const suffix of signatureSuffixes) {
    const tag = `${digest.replace(':', '-')}.${suffix}`;
    const stored = await from.client.getManifest(from.repository, tag);
    if (!stored || isIndexType(stored.mediaType)) continue;
    if ((await to.client.headManifest(to.repository, tag)) !== undefined) continue;
    await copyManifest(copy, stored);
    await to.client.putManifest(to.repository, tag, stored);
  }
}
