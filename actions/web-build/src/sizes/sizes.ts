import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { posix } from 'node:path';
import { jsReferences } from '../site/js-references.ts';
import { htmlReferences } from '../site/html-references.ts';
import { normalBase } from '../site/resolve-reference.ts';
import type { Site } from '../site/site.ts';

const compress = promisify(gzip);

export interface FileSize {
  readonly file: string;
  readonly bytes: number;
  /** Bytes at node:zlib's default level, which is what Vite prints. */
  readonly gzip: number;
}

export interface Sizes {
  /** Largest first; source maps are not counted. */
  readonly files: readonly FileSize[];
  readonly initialJs: number;
  readonly initialJsGzip: number;
  readonly total: number;
  readonly totalGzip: number;
}

/** Sizes of what the site serves. Initial JavaScript is what index.html loads, with everything that it statically imports. */
export async function measure(site: Site, base: string): Promise<Sizes> {
  const served = site.files.filter((file) => !file.endsWith('.map') && !file.startsWith('.vite/'));
  const files: FileSize[] = [];
  for (const file of served) {
    const bytes = site.bytes(file);
    files.push({ file, bytes: bytes.length, gzip: (await compress(bytes)).length });
  }
  files.sort((a, b) => b.bytes - a.bytes || (a.file < b.file ? -1 : 1));
  const initial = await initialScripts(site, normalBase(base));
  const sum = (wanted: readonly FileSize[], key: 'bytes' | 'gzip'): number =>
    wanted.reduce((total, size) => total + size[key], 0);
  const scripts = files.filter(({ file }) => initial.has(file));
  return {
    files,
    initialJs: sum(scripts, 'bytes'),
    initialJsGzip: sum(scripts, 'gzip'),
    total: sum(files, 'bytes'),
    totalGzip: sum(files, 'gzip'),
  };
}

async function initialScripts(site: Site, base: string): Promise<ReadonlySet<string>> {
  const page = htmlReferences('index.html', site.text('index.html'));
  const sources = page.references.filter(({ how }) => how === '<script src>').map(({ url }) => url);
  const queue = sources.map((url) => locate(site, base, 'index.html', url));
  const found = new Set<string>();
  for (let file = queue.pop(); queue.length > 0 || file !== undefined; file = queue.pop()) {
    if (file === undefined || found.has(file)) continue;
    found.add(file);
    const { references } = await jsReferences(file, site.text(file));
    const from = file;
    const eager = references.filter(({ how }) => how === 'import' || how === 'export … from');
    queue.push(...eager.map(({ url }) => locate(site, base, from, url)));
  }
  return found;
}

function locate(site: Site, base: string, from: string, url: string): string | undefined {
  const path = url.replace(/[?#].*$/, '');
  const absolute = path.startsWith(base) ? path.slice(base.length) : path.replace(/^\//, '');
  const file = path.startsWith('/') ? absolute : posix.normalize(posix.join(posix.dirname(from), path));
  return site.has(file) ? file : undefined;
}
