import { init, parse, type Import } from 'es-module-lexer';
import type { BareImport, EnvRead, FileReferences, Reference } from './reference.ts';
import { lineFinder } from './lines.ts';

type Lines = (offset: number) => number;

/** What a script loads by a literal address. A text that is not lexed as JavaScript proves nothing and is left alone. */
export async function jsReferences(from: string, code: string, firstLine = 1): Promise<FileReferences> {
  await init();
  const imports = lexed(code);
  const find = lineFinder(code);
  const line: Lines = (offset) => firstLine - 1 + find(offset);
  return {
    references: [
      ...imports.flatMap((item) => literal(from, code, item, line)),
      ...mapDeps(from, code, line),
      ...systemModules(from, code, line),
    ],
    unverified: imports.filter((item) => isComputed(code, item)).length,
    bare: imports.flatMap((item) => bareImport(item, line)),
    envReads: imports.flatMap((item) => envRead(code, item, line)),
  };
}

const hows = {
  static: 'import',
  'reexport-star': 'export … from',
  dynamic: 'import()',
  'import-meta': 'new URL(…, import.meta.url)',
} as const;

function literal(from: string, code: string, item: Import, line: Lines): Reference[] {
  const address = item.type === 'import-meta' ? metaAddress(code, item) : item.specifier;
  // A bare name is an import map's or the host's to resolve.
  if (!address || !(item.type === 'import-meta' || isAddress(address))) return [];
  if (address.includes('${') || (item.type === 'dynamic' && item.glob)) return [];
  const eager = item.type === 'static' || item.type === 'reexport-star';
  return [{ from, url: address, line: line(item.start), how: hows[item.type], ...(eager && { eager }) }];
}

/** A URL or a path: what is neither is a bare name (HTML, "resolve a module specifier"). */
const isAddress = (specifier: string): boolean => /^(\.{0,2}\/|[a-z][\w+.-]*:)/i.test(specifier);

function bareImport(item: Import, line: Lines): BareImport[] {
  if (item.type !== 'static' && item.type !== 'reexport-star') return [];
  return item.specifier === '' || isAddress(item.specifier) ? [] : [{ name: item.specifier, line: line(item.start) }];
}

function envRead(code: string, item: Import, line: Lines): EnvRead[] {
  if (item.type !== 'import-meta') return [];
  const name = /^\.env\.(\w+)/.exec(code.slice(item.end, item.end + 200))?.[1];
  return name === undefined ? [] : [{ name, line: line(item.start) }];
}

function isComputed(code: string, item: Import): boolean {
  if (item.type === 'dynamic') return item.specifier === undefined || item.glob;
  return item.type === 'import-meta' && isBaseOfUrl(code, item) && metaAddress(code, item) === '';
}

function lexed(code: string): readonly Import[] {
  try {
    return parse(code)[0];
  } catch {
    return [];
  }
}

function isBaseOfUrl(code: string, { start, end }: { start: number; end: number }): boolean {
  return (
    /^\.url\s*,?\s*\)/.test(code.slice(end, end + 40)) &&
    /,\s*(?:(?:""|''|``)\s*\+\s*)?$/.test(code.slice(Math.max(0, start - 20), start))
  );
}

/** The literal first argument of `new URL(…, import.meta.url)`, also as Vite 8 writes it: `` ``+import.meta.url ``. */
function metaAddress(code: string, { start, end }: { start: number; end: number }): string {
  if (!/^\.url\s*,?\s*\)/.test(code.slice(end, end + 40))) return '';
  const before = code.slice(Math.max(0, start - 2000), start);
  const match = /\bnew\s+URL\(\s*(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1\s*,\s*(?:(?:""|''|``)\s*\+\s*)?$/.exec(before);
  return match?.[2]?.includes('${') ? '' : (match?.[2] ?? '');
}

const stringLiterals = /(["'])((?:(?!\1)[^\\\n]|\\.)*)\1/g;

/** Vite's preload lists: `__vite__mapDeps=(…m.f=["assets/a.js",…])`, relative to the site's root unless they start with a dot. */
function mapDeps(from: string, code: string, line: Lines): Reference[] {
  if (!code.includes('__vite__mapDeps')) return [];
  return [
    ...code.matchAll(/__vite__mapDeps\s*=[^[\]]{0,120}\[((?:\s*(["'])(?:(?!\2)[^\\\n]|\\.)*\2\s*,?)*)\]/g),
  ].flatMap((match) =>
    [...(match[1] ?? '').matchAll(stringLiterals)].map(([, , url = '']) => ({
      from,
      url,
      line: line(match.index),
      how: 'Vite’s preload list',
      ...(!url.startsWith('.') && { relativeTo: '' }),
    })),
  );
}

/** Modules in the System format, which plugin-legacy writes for old browsers: dependencies, and literal imports at run time. */
function systemModules(from: string, code: string, line: Lines): Reference[] {
  const start = code.indexOf('System.register([');
  if (start < 0 || start > 2000) return [];
  const end = code.indexOf(']', start);
  const add = (url: string, offset: number, how: string): Reference => ({ from, url, line: line(offset), how });
  const needed = [...code.slice(start, end).matchAll(stringLiterals)].map(([, , url = '']) =>
    add(url, start, 'System.register'),
  );
  const later = [...code.matchAll(/\w\.import\((["'`])(\.{1,2}\/[^"'`$\\\n]+)\1\)/g)].map((match) =>
    add(match[2] ?? '', match.index, 'module.import()'),
  );
  return [...needed.filter(({ url }) => isAddress(url)), ...later];
}
