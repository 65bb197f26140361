/** One scope of the registry token protocol: `repository:<name>:<actions>`. */
export interface Scope {
  readonly name: string;
  readonly actions: readonly string[];
}

/** Reads `scope` parameters; each may hold several scopes between spaces. */
export const parseScopes = (values: readonly string[]): readonly Scope[] =>
  values
    .flatMap((value) => value.split(' '))
    .flatMap((value) => {
      const match = /^repository:(.+):([a-z,*]+)$/.exec(value);
      return match ? [{ name: match[1] ?? '', actions: (match[2] ?? '').split(',') }] : [];
    });

/** Who asks, and of whose packages. */
export interface Claims {
  readonly owner: string;
  readonly mayPush: boolean;
  /** Packages of the owner that are closed to everybody. */
  readonly closed?: readonly RegExp[] | undefined;
}

/**
 * What a client gets of what it asks: anyone may pull, as from the packages of a public repository; only the run's token may push, only under the
 * owner's name, and not to packages that are closed to it.
 */
export function grant(scopes: readonly Scope[], { owner, mayPush, closed = [] }: Claims): readonly Scope[] {
  const isOwners = (name: string): boolean =>
    name.startsWith(`${owner.toLowerCase()}/`) && !closed.some((pattern) => pattern.test(name));
  const allowed = (name: string, action: string): boolean => action === 'pull' || (isOwners(name) && mayPush);
  return scopes
    .map(({ name, actions }) => ({ name, actions: actions.filter((action) => allowed(name, action)) }))
    .filter(({ actions }) => actions.length > 0);
}

/** What a request to `/v2/…` needs. `base` is the version check, `unknown` no route of the distribution API. */
export type Need =
  { readonly kind: 'base' } | { readonly kind: 'unknown' } | { readonly kind: 'repository'; readonly scope: Scope };

export function needOf(method: string, path: string): Need {
  if (path === '/v2/' || path === '/v2') return { kind: 'base' };
  const match =
    /^\/v2\/(.+?)\/(?:manifests\/[^/]+|blobs\/uploads\/?[^/]*|blobs\/[^/]+|tags\/list|referrers\/[^/]+)$/.exec(path);
  if (!match) return { kind: 'unknown' };
  return { kind: 'repository', scope: { name: match[1] ?? '', actions: [actionOf(method, path)] } };
}

/** Whoever looks at an upload, or gives it up, is pushing. */
function actionOf(method: string, path: string): 'pull' | 'push' | 'delete' {
  if (path.includes('/blobs/uploads/')) return 'push';
  if (method === 'GET' || method === 'HEAD') return 'pull';
  return method === 'DELETE' ? 'delete' : 'push';
}

export const covers = (granted: readonly Scope[], need: Scope): boolean =>
  granted.some(({ name, actions }) => name === need.name && need.actions.every((action) => actions.includes(action)));

export const scopeText = ({ name, actions }: Scope): string =>
  `repository:${name}:${actions.includes('push') ? 'pull,push' : actions.join(',')}`;
