import { messageOf } from '../errors.ts';
import { info, warning } from '../runner/log.ts';
import { loadServiceToolkit } from './toolkit-bundle.ts';

/** A cache never decides the colour of a step and never holds it up longer than this. */
const limitMs = 120_000;
/** A service that has not said by then what it has is in no state to take more. */
const lookUpMs = 10_000;

export interface CacheRequest {
  readonly paths: readonly string[];
  readonly key: string;
  readonly restoreKeys?: readonly string[];
}

/** True where this run has a cache service at all. */
export const cacheAvailable = (): boolean =>
  Boolean(process.env['ACTIONS_RESULTS_URL'] ?? process.env['ACTIONS_CACHE_URL']);

/** The key that was restored, or empty: nothing matched, or the cache could not be read (said as a warning). */
export async function restoreFromCache({ paths, key, restoreKeys = [] }: CacheRequest): Promise<string> {
  if (!cacheAvailable()) return '';
  const restored = await attempt('restored', limitMs, async () =>
    (await loadServiceToolkit()).cache.restoreCache([...paths], key, [...restoreKeys]),
  );
  info(restored ? `Cache restored: ${restored}` : `Cache: nothing under ${key}`);
  return restored ?? '';
}

/**
 * Saves right now, not in a post step, so that a later failure does not lose it. Never from an untrusted run. An entry is written once and never
 * changed: where a run of the same commit, or a leg beside this one, has left it already, nothing is packed, and the service has nothing to refuse.
 */
export async function saveToCache({ paths, key }: CacheRequest, untrusted: string): Promise<boolean> {
  if (!cacheAvailable()) return false;
  if (untrusted) {
    info(`Cache not written: this run is a ${untrusted} run.`);
    return false;
  }
  const found = await lookUp({ paths, key });
  if (found === key) info(`Cache: ${key} is there already`);
  if (found === undefined || found === key) return false;
  const id = await attempt('saved', limitMs, async () => (await loadServiceToolkit()).cache.saveCache([...paths], key));
  const saved = id !== undefined && id >= 0;
  if (saved) info(`Cache saved: ${key}`);
  return saved;
}

/** The key of an entry, since the service takes a key for the beginning of others too; empty for none, undefined where it did not answer. */
async function lookUp({ paths, key }: CacheRequest): Promise<string | undefined> {
  return attempt('looked up', lookUpMs, async () => {
    const { cache } = await loadServiceToolkit();
    return (await cache.restoreCache([...paths], key, [], { lookupOnly: true })) ?? '';
  });
}

async function attempt<T>(what: string, withinMs: number, work: () => Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${withinMs / 1000} s`)), withinMs);
  });
  try {
    return await Promise.race([work(), limit]);
  } catch (thrown) {
    warning(`The cache could not be ${what}: ${messageOf(thrown)}. The step goes on without it.`);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
