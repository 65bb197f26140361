import { messageOf, objectOf, textsIn } from '@data-profiler-actions/action-kit';
import {
  createRegistryClient,
  parseManifest,
  parseReference,
  platformName,
  type ImageReference,
  type Manifest,
  type RegistryClient,
  type StoredManifest,
} from '@data-profiler-actions/oci';
import type { BaseCandidate } from './base-candidates.ts';
import type { RegistryLogins } from './registry-logins.ts';

/** An image that another one may be built on. */
export interface BaseImage {
  readonly name: string;
  /** Digests of its uncompressed layers, the lowest first. */
  readonly diffIds: readonly string[];
}

/** The base: of all candidates the one whose layers are the lowest of this image, and most of them; undefined where none is. */
export function baseAmong(candidates: readonly BaseImage[], diffIds: readonly string[]): BaseImage | undefined {
  return candidates
    .filter((base) => base.diffIds.length > 0 && base.diffIds.every((each, index) => each === diffIds[index]))
    .sort((a, b) => b.diffIds.length - a.diffIds.length)[0];
}

/** Asks the registry for a candidate's layers; undefined, with the reason told, where it cannot be asked. */
export async function resolveCandidate(
  { reference: text, platform }: BaseCandidate,
  loginOf: RegistryLogins,
  signal: AbortSignal,
  say: (words: string) => void,
): Promise<BaseImage | undefined> {
  const parsed = parseReference(text);
  if (!parsed.ok) return undefined;
  const { reference } = parsed;
  const { registry, repository } = reference;
  const credentials = await loginOf(registry);
  const client = createRegistryClient({ registry, signal, attempts: 2, ...(credentials && { credentials }) });
  try {
    const image = await imageFor(client, reference, platform);
    if (image?.kind !== 'image') return undefined;
    const config = objectOf(JSON.parse((await client.getBlob(repository, image.config.digest)).toString('utf8')));
    return { name: text, diffIds: textsIn(objectOf(config['rootfs'])['diff_ids']) };
  } catch (thrown) {
    say(`The layers of ${text} cannot be looked up: ${messageOf(thrown)}`);
    return undefined;
  } finally {
    client.close();
  }
}

async function imageFor(
  client: RegistryClient,
  { repository, tag, digest }: ImageReference,
  platform: string,
): Promise<Manifest | undefined> {
  const parse = (stored: StoredManifest | undefined): Manifest | undefined =>
    stored && parseManifest(stored.bytes, stored.mediaType);
  const root = parse(await client.getManifest(repository, digest ?? tag ?? 'latest'));
  if (root?.kind !== 'index') return root;
  const fitting = root.manifests.find((each) => each.platform && platformName(each.platform) === platform);
  return fitting && parse(await client.getManifest(repository, fitting.digest));
}
