import { posix } from 'node:path';
import type { Reference } from './reference.ts';
import type { Site } from './site.ts';

/** A host that cannot exist (RFC 2606): what resolves to another one is not of this site. */
const origin = 'http://site.invalid';
/** Stands for whatever path a site with a relative base may be served under. */
const anywhere = '/any-path.invalid/';

/** The bases of a site: what it is served under, and what it was built for. Paths have a slash at both ends. */
export interface Bases {
  readonly served: string;
  /** `served` as the user wrote it. */
  readonly shown: string;
  readonly built: string;
  /** Full addresses, ending in a slash, at which the site's files stand too: its own, or that of a CDN. */
  readonly addresses: readonly string[];
}

/** Where a reference leads. */
export type Target =
  /** Another site, data, or what a server or script makes up: proves nothing. */
  | { readonly kind: 'elsewhere' }
  /** A path with no file behind it that a server may answer, or that is relative to what cannot be told. */
  | { readonly kind: 'route'; readonly file: string }
  | { readonly kind: 'found' | 'outside-base' | 'other-case'; readonly file: string }
  | { readonly kind: 'missing'; readonly file: string };

export function locate(site: Site, { served, built, addresses }: Bases, reference: Reference): Target {
  const path = pathOf(reference, served, addresses);
  if (path === undefined) return { kind: 'elsewhere' };
  const file = fileAt(site, under(path, served));
  if (file !== undefined) return { kind: 'found', file };
  if (reference.url.startsWith('/') || reference.relativeTo?.startsWith('/')) {
    const outside = [built, '/'].flatMap((base) => fileAt(site, under(path, base)) ?? []);
    if (outside[0] !== undefined) return { kind: 'outside-base', file: outside[0] };
  }
  const missing = under(path, served) ?? under(path, built) ?? path.slice(1);
  const spelled = site.anyCase(missing);
  const isOpen =
    isRoute(missing) || (reference.isMovable === true && !reference.url.startsWith('/') && hasName(site, missing));
  if (spelled === undefined && isOpen) return { kind: 'route', file: missing };
  return spelled === undefined ? { kind: 'missing', file: missing } : { kind: 'other-case', file: spelled };
}

/** Without an ending, or with that of a program which runs on a server. */
const isRoute = (file: string): boolean => !/\.\w+$/.test(file) || /\.(php|aspx?|jsp|cgi)$/i.test(file);

const hasName = ({ files }: Site, missing: string): boolean =>
  files.some((file) => posix.basename(file) === posix.basename(missing));

/**
 * The bases of a site. `base` is what the user says it is served under: a path, a full address, or `./` for any path; `configured` is the
 * base of the build, where it is known; else it is what, taken off an address that the page loads, leaves a file of the site.
 */
export function basesOf(site: Site, base: string, configured: string | undefined, page: readonly Reference[]): Bases {
  const served = isRelative(base) ? anywhere : normalBase(base);
  const addresses = [base, configured ?? ''].filter(isAddress).map((address) => address.replace(/\/*$/, '/'));
  const known = configured !== undefined && !isAddress(configured) && !isRelative(configured);
  const built = known ? normalBase(configured) : inferredBase(site, served, page);
  return { served, shown: base === '' ? '/' : base, built, addresses };
}

export const isAddress = (base: string): boolean => /^(https?:)?\/\//.test(base);
const isRelative = (base: string): boolean => /^\.\/?$/.test(base);

/** The path of a base, with a slash at both ends; the root for a relative one, which works anywhere. */
export function normalBase(base: string): string {
  if (isRelative(base)) return '/';
  const path = isAddress(base) ? new URL(base, origin).pathname : base;
  const inner = path.replace(/^\.?\/+|\/+$/g, '');
  return inner === '' ? '/' : `/${inner}/`;
}

function inferredBase(site: Site, served: string, page: readonly Reference[]): string {
  const paths = page.filter(({ url }) => /^\/[^/]/.test(url)).map((reference) => pathOf(reference, served, []) ?? '');
  const isForeign = (path: string): boolean => path !== '' && fileAt(site, under(path, served)) === undefined;
  for (const path of paths.filter(isForeign)) {
    const parts = path.split('/');
    const cut = parts.findIndex((_, at) => at > 1 && site.has(parts.slice(at).join('/')));
    if (cut > 0) return `${parts.slice(0, cut).join('/')}/`;
  }
  return served;
}

function under(path: string, base: string): string | undefined {
  return path.startsWith(base) ? path.slice(base.length) : undefined;
}

/** The URL path a reference asks this site for; undefined for what is elsewhere, empty, or made on a server. */
function pathOf({ from, url, relativeTo }: Reference, base: string, addresses: readonly string[]): string | undefined {
  const address = url.trim();
  if (address === '' || address.startsWith('#') || /[{}<>]|%[A-Z_]{3}[A-Z0-9_]*%|\$\{/.test(address)) return undefined;
  const page = `${origin}${base}${from}`;
  try {
    // Empty: the site's root.
    const start = relativeTo === '' ? `${origin}${base}` : new URL(relativeTo ?? '', page);
    const target = new URL(address, start);
    if (target.origin === origin) return decodeURIComponent(target.pathname);
    const own = addresses.map((prefix) => new URL(prefix, origin)).find(({ href }) => target.href.startsWith(href));
    return own && base + decodeURIComponent(target.pathname.slice(own.pathname.length));
  } catch {
    return undefined;
  }
}

/** The file that a server gives for a path: the file, or a folder's index; the folder itself where it has none. */
function fileAt(site: Site, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const index = posix.join(path, 'index.html');
  return [path, index].find((file) => site.has(file)) ?? (site.isDirectory(path) ? path : undefined);
}
