import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredManifest } from './manifests.ts';
import type { RegistryClient } from './registry-client.ts';

export interface Patience {
  /** Looks, the first included. */
  readonly looks: number;
  /** The first wait in milliseconds; it doubles. */
  readonly firstMs: number;
}

const usual: Patience = { looks: 5, firstMs: 200 };

/**
 * A manifest that was just written, or that somebody says was: registries behind several machines may not show it at once. Undefined when it is not
 * there in the end; the usual patience is three seconds.
 */
export async function awaitManifest(
  client: Pick<RegistryClient, 'getManifest'>,
  repository: string,
  reference: string,
  { looks, firstMs }: Patience = usual,
): Promise<StoredManifest | undefined> {
  for (let look = 1; ; look += 1) {
    const stored = await client.getManifest(repository, reference);
    if (stored !== undefined || look >= looks) return stored;
    await sleep(firstMs * 2 ** (look - 1));
  }
}
