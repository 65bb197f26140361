import { composeIndex } from './compose-index.ts';
import { RegistryError } from './errors.ts';
import { parseManifest, type Descriptor } from './manifest.ts';
import { isIndexType } from './media-types.ts';
import { referrersTag } from './referrers.ts';
import type { RegistryClient, StoredManifest } from './registry-client.ts';

/** Two repositories of one registry. */
export interface Route {
  readonly from: string;
  readonly to: string;
}

interface Copy extends Route {
  readonly client: RegistryClient;
  /** Digests that are done or under way: what refers to each other is copied once. */
  readonly seen: Set<string>;
}

/** Tags under which cosign keeps what it signed, where it does not use referrers. */
const signatureSuffixes = ['sig', 'att', 'sbom'];

/**
 * Copies a manifest from one repository to another, byte for byte, with all that it names and all that refers to it: an index's platforms and
 * attestations, their blobs (mounted), signatures. What is named comes before what names it. No tag but those of signatures is written.
 */
export function copyImage(client: RegistryClient, route: Route, manifest: StoredManifest): Promise<void> {
  return copyManifest({ ...route, client, seen: new Set() }, manifest);
}

async function copyManifest(copy: Copy, manifest: StoredManifest): Promise<void> {
  if (copy.seen.has(manifest.digest)) return;
  copy.seen.add(manifest.digest);
  const { client, from, to } = copy;
  const parsed = parseManifest(manifest.bytes, manifest.mediaType);
  if (parsed.kind === 'index')
    for (const { digest } of parsed.manifests) await copyManifest(copy, await read(copy, digest));
  else
    await Promise.all([parsed.config, ...parsed.layers].filter(isOurs).map((blob) => client.takeBlob(to, blob, from)));
  await client.putManifest(to, manifest.digest, manifest);
  await copyReferrers(copy, manifest.digest);
  await copySignatures(copy, manifest.digest);
}

/** Layers that are published elsewhere alone are in no registry. */
const isOurs = ({ mediaType }: Descriptor): boolean => !/foreign|nondistributable/.test(mediaType);

async function read({ client, from }: Copy, digest: string): Promise<StoredManifest> {
  const stored = await client.getManifest(from, digest);
  if (!stored) throw new RegistryError(`${from} lacks ${digest}, which an index in it names`, 404, 'MANIFEST_UNKNOWN');
  return stored;
}

async function copyReferrers(copy: Copy, digest: string): Promise<void> {
  const { client, from, to } = copy;
  const { descriptors } = await client.listReferrers(from, digest);
  if (descriptors.length === 0) return;
  for (const descriptor of descriptors) await copyManifest(copy, await read(copy, descriptor.digest));
  const there = await client.listReferrers(to, digest);
  if (there.byRegistry) return;
  const known = new Set(there.descriptors.map((descriptor) => descriptor.digest));
  const missing = descriptors.filter((descriptor) => !known.has(descriptor.digest));
  if (missing.length > 0)
    await client.putManifest(to, referrersTag(digest), composeIndex([...there.descriptors, ...missing]));
}

/** A signature that is there already is of the same digest, so it stays. */
async function copySignatures(copy: Copy, digest: string): Promise<void> {
  const { client, from, to } = copy;
  for (const suffix of signatureSuffixes) {
    const tag = `${digest.replace(':', '-')}.${suffix}`;
    const stored = await client.getManifest(from, tag);
    if (!stored || isIndexType(stored.mediaType) || (await client.headManifest(to, tag)) !== undefined) continue;
    await copyManifest(copy, stored);
    await client.putManifest(to, tag, stored);
  }
}
