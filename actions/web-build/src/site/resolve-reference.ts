import { posix } from 'node:path';
import { finding, type Finding } from '../checks/finding.ts';
import type { Reference } from './reference.ts';
import type { Site } from './site.ts';

/** A host that cannot exist (RFC 2606): what resolves to another one is not of this site. */
const origin = 'http://site.invalid';

/** `/`, or the base with a slash at both ends. */
export function normalBase(base: string): string {
  const inner = base.replace(/^\.?\/+|\/+$/g, '');
  return inner === '' ? '/' : `/${inner}/`;
}

/** The bases of a site: what it is served under, and what it was built for, judged by what its page loads. */
export interface Bases {
  readonly served: string;
  readonly built: string;
}

/** What is wrong with a reference of a site, if anything. */
export function checkReference(site: Site, { served, built }: Bases, reference: Reference): Finding | undefined {
  const path = pathOf(reference, served);
  if (path === undefined || serves(site, under(path, served))) return undefined;
  const { from, url, line, how } = reference;
  const at = { line, reference: url };
  if (url.startsWith('/') && [built, '/'].some((base) => serves(site, under(path, base)))) {
    const message = `${how} "${url}" is not under the base "${served}", though the file is in the site`;
    return finding('base-mismatch', from, message, at);
  }
  const missing = under(path, served) ?? under(path, built) ?? path.slice(1);
  const other = site.files.find((file) => file.toLowerCase() === missing.toLowerCase());
  if (other !== undefined) return finding('case-mismatch', from, `${how} "${url}": the file is spelled ${other}`, at);
  return finding('ref-missing', from, `${how} "${url}": there is no ${missing} in the built site`, at);
}

/** What a site was built for: the prefix that, taken off an address its page loads, leaves a file of the site. */
export function basesOf(site: Site, base: string, page: readonly Reference[]): Bases {
  const served = normalBase(base);
  const paths = page.filter(({ url }) => /^\/[^/]/.test(url)).map((reference) => pathOf(reference, served) ?? '');
  const isForeign = (path: string): boolean => path !== '' && !serves(site, under(path, served));
  for (const path of paths.filter(isForeign)) {
    const parts = path.split('/');
    const cut = parts.findIndex((_, at) => at > 1 && site.has(parts.slice(at).join('/')));
    if (cut > 0) return { served, built: `${parts.slice(0, cut).join('/')}/` };
  }
  return { served, built: served };
}

function under(path: string, base: string): string | undefined {
  return path.startsWith(base) ? path.slice(base.length) : undefined;
}

/** The URL path a reference asks this site for; undefined for what is elsewhere, empty, or made on a server. */
function pathOf({ from, url, relativeTo }: Reference, base: string): string | undefined {
  const address = url.trim();
  if (address === '' || address.startsWith('#') || /[{}<>]|%[A-Z_]{3}[A-Z0-9_]*%|\$\{/.test(address)) return undefined;
  const page = `${origin}${base}${from}`;
  try {
    const start = relativeTo === undefined ? page : new URL(relativeTo, relativeTo === '' ? `${origin}${base}` : page);
    const target = new URL(address, start);
    return target.origin === origin ? decodeURIComponent(target.pathname) : undefined;
  } catch {
    return undefined;
  }
}

function serves(site: Site, path: string | undefined): boolean {
  if (path === undefined) return false;
  return site.has(path) || site.isDirectory(path) || site.has(posix.join(path, 'index.html'));
}
