import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { csvField } from '../build/csv-field.ts';
import type { CachePlan } from './cache-plan.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that let buildx speak to the cache service; they go to it alone. */
const serviceVariables = [
  'ACTIONS_RESULTS_URL',
  'ACTIONS_CACHE_URL',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_CACHE_SERVICE_V2',
] as const;

/** BuildKit waits minutes on an ailing service; after this it goes on without the cache. */
const serviceTimeout = '60s';
const longestTag = 128;

/**
 * A scope of its own for each image, target and set of platforms: legs that share one overwrite each other. The hash keeps apart what reads the same
 * once it is made of the letters that a tag may have.
 */
export function cacheScope(given: string, image: string, target: string, platforms: readonly string[]): string {
  const parts = given === '' ? [image, target, ...platforms] : [given, ...platforms];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
  const words = parts
    .filter((part) => part !== '')
    .join('-')
    .replaceAll(/[^\w.-]+/g, '-');
  return `${words.slice(0, longestTag - 'buildcache-'.length - hash.length - 1)}-${hash}`;
}

export interface CachePlace {
  readonly scope: string;
  /** Where a registry cache lies: a tag of the image. */
  readonly image: string;
  /** Where local caches lie, a folder each. */
  readonly folder: string;
}

export interface CacheArguments {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Puts a local cache that was written whole in the place of the one before: BuildKit itself never removes a layer from one. */
  keep(): void;
}

/** buildx's cache flags. An export that fails never fails the build. */
export function cacheArguments({ kind, readOnly }: CachePlan, place: CachePlace, env: Environment): CacheArguments {
  const writes = readOnly === '';
  if (kind === 'local') return localArguments(place, writes);
  const none = { args: [], env: {}, keep: () => undefined };
  if (kind === 'off') return none;
  const { from, to } = kind === 'gha' ? serviceFlags(place) : registryFlags(place);
  const own = kind === 'gha' ? serviceVariables.flatMap((name) => (env[name] ? [[name, env[name]] as const] : [])) : [];
  return {
    ...none,
    args: [`--cache-from=${from}`, ...(writes ? [`--cache-to=${to}`] : [])],
    env: Object.fromEntries(own),
  };
}

function serviceFlags({ scope }: CachePlace): { from: string; to: string } {
  const from = `type=gha,scope=${scope},timeout=${serviceTimeout}`;
  return { from, to: `type=gha,scope=${scope},mode=max,ignore-error=true,timeout=${serviceTimeout}` };
}

function registryFlags({ image, scope }: CachePlace): { from: string; to: string } {
  const from = `type=registry,ref=${image}:buildcache-${scope}`;
  return { from, to: `${from},mode=max,ignore-error=true,image-manifest=true,oci-mediatypes=true` };
}

function localArguments({ folder, scope }: CachePlace, writes: boolean): CacheArguments {
  const [current, next] = [join(folder, scope), join(folder, `${scope}.next`)];
  const from = existsSync(join(current, 'index.json')) ? [`--cache-from=type=local,${csvField(`src=${current}`)}`] : [];
  const to = writes ? [`--cache-to=type=local,${csvField(`dest=${next}`)},mode=max,ignore-error=true`] : [];
  const keep = (): void => {
    if (!existsSync(join(next, 'index.json'))) return;
    rmSync(current, { recursive: true, force: true });
    renameSync(next, current);
  };
  return { args: [...from, ...to], env: {}, keep };
}
