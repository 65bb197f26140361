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

/** What a kind of cache is called on buildx's command line. */
interface CacheFlags {
  /** Undefined where there is nothing to read yet. */
  readonly from: string | undefined;
  readonly to: string;
  readonly keep?: () => void;
}

const flagsOf: Readonly<Record<Exclude<CachePlan['kind'], 'off'>, (place: CachePlace) => CacheFlags>> = {
  gha: serviceFlags,
  registry: registryFlags,
  local: localFlags,
};

/** buildx's cache flags. An export that fails never fails the build. */
export function cacheArguments({ kind, readOnly }: CachePlan, place: CachePlace, env: Environment): CacheArguments {
  if (kind === 'off') return { args: [], env: {}, keep: () => undefined };
  const { from, to, keep = () => undefined } = flagsOf[kind](place);
  const reads = from === undefined ? [] : [`--cache-from=${from}`];
  const writes = readOnly === '' ? [`--cache-to=${to},mode=max,ignore-error=true`] : [];
  const own = kind === 'gha' ? serviceVariables.flatMap((name) => (env[name] ? [[name, env[name]] as const] : [])) : [];
  return { args: [...reads, ...writes], env: Object.fromEntries(own), keep };
}

function serviceFlags({ scope }: CachePlace): CacheFlags {
  const service = `type=gha,scope=${scope},timeout=${serviceTimeout}`;
  return { from: service, to: service };
}

function registryFlags({ image, scope }: CachePlace): CacheFlags {
  const from = `type=registry,ref=${image}:buildcache-${scope}`;
  return { from, to: `${from},image-manifest=true,oci-mediatypes=true` };
}

function localFlags({ folder, scope }: CachePlace): CacheFlags {
  const [current, next] = [join(folder, scope), join(folder, `${scope}.next`)];
  return {
    from: existsSync(join(current, 'index.json')) ? `type=local,${csvField(`src=${current}`)}` : undefined,
    to: `type=local,${csvField(`dest=${next}`)}`,
    keep: () => {
      if (!existsSync(join(next, 'index.json'))) return;
      rmSync(current, { recursive: true, force: true });
      renameSync(next, current);
    },
  };
}
