/** Where layers come from and go to. */
export interface CachePlan {
  readonly kind: 'gha' | 'registry' | 'local' | 'off';
  /** Sentence for the log. */
  readonly why: string;
}

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

/** `auto` is the run's own cache service where there is one, else none. */
export function planCache(asked: 'auto' | 'gha' | 'registry' | 'local' | 'off', env: Environment): CachePlan {
  if (asked !== 'auto') return { kind: asked, why: `cache is ${asked}` };
  const offered = ['ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN', 'ACTIONS_CACHE_SERVICE_V2'].every(
    (name) => (env[name] ?? '') !== '',
  );
  return offered
    ? { kind: 'gha', why: 'the run has a cache service' }
    : { kind: 'off', why: 'the run has no cache service' };
}

/** A scope of its own for each image, target and set of platforms: legs that share one overwrite each other. */
export function cacheScope(given: string, image: string, target: string, platforms: readonly string[]): string {
  const parts = [given || [image, target].filter((part) => part !== '').join('-'), ...platforms];
  return parts.join('-').replaceAll(/[^\w.-]+/g, '-');
}

export interface CacheArguments {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** buildx's cache flags. An export that fails never fails the build; `mayWrite` is false on runs that must leave no trace. */
export function cacheArguments(
  kind: CachePlan['kind'],
  scope: string,
  image: string,
  folder: string,
  mayWrite: boolean,
  env: Environment,
): CacheArguments {
  if (kind === 'off') return { args: [], env: {} };
  const ref = `${image}:buildcache-${scope}`.slice(0, image.length + 129);
  const from = {
    gha: `type=gha,scope=${scope},timeout=${serviceTimeout}`,
    registry: `type=registry,ref=${ref}`,
    local: `type=local,src=${folder}/${scope}`,
  };
  const to = {
    gha: `type=gha,scope=${scope},mode=max,ignore-error=true,timeout=${serviceTimeout}`,
    registry: `type=registry,ref=${ref},mode=max,ignore-error=true,image-manifest=true,oci-mediatypes=true`,
    local: `type=local,dest=${folder}/${scope},mode=max,ignore-error=true`,
  };
  const service =
    kind === 'gha'
      ? Object.fromEntries(serviceVariables.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
      : {};
  return { args: [`--cache-from=${from[kind]}`, ...(mayWrite ? [`--cache-to=${to[kind]}`] : [])], env: service };
}
