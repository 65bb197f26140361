import { init, parse, type Import } from 'es-module-lexer';
import type { Reference } from './reference.ts';
import { lineAt } from './site.ts';

export interface ScriptReferences {
  readonly references: readonly Reference[];
  /** Imports whose target is computed at run time: neither proved nor disproved. */
  readonly unverified: number;
}

/** What a script loads by a literal address. A text that is not lexed as JavaScript proves nothing and is left alone. */
export async function jsReferences(from: string, code: string, firstLine = 1): Promise<ScriptReferences> {
  await init();
  const imports = lexed(code);
  const line = (offset: number): number => firstLine - 1 + lineAt(code, offset);
  const literal = imports.flatMap((item) => {
    const address = item.type === 'import-meta' ? metaAddress(code, item) : item.specifier;
    // A bare name is an import map's or the host's to resolve.
    if (!address || !(item.type === 'import-meta' || /^\.{0,2}\//.test(address))) return [];
    if (address.includes('${') || (item.type === 'dynamic' && item.glob)) return [];
    return [{ from, url: address, line: line(item.start), how: hows[item.type] }];
  });
  const unverified = imports.filter((item) => item.type === 'dynamic' && (item.specifier === undefined || item.glob));
  return { references: [...literal, ...mapDeps(from, code)], unverified: unverified.length };
}

const hows = {
  static: 'import',
  'reexport-star': 'export … from',
  dynamic: 'import()',
  'import-meta': 'new URL(…, import.meta.url)',
} as const;

function lexed(code: string): readonly Import[] {
  try {
    return parse(code)[0];
  } catch {
    return [];
  }
}

/** The literal first argument of `new URL(…, import.meta.url)`, also as Vite 8 writes it: `` ``+import.meta.url ``. */
function metaAddress(code: string, { start, end }: Import): string {
  if (!/^\.url\s*,?\s*\)/.test(code.slice(end, end + 40))) return '';
  const before = code.slice(Math.max(0, start - 2000), start);
  const match = /\bnew\s+URL\(\s*(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1\s*,\s*(?:(?:""|''|``)\s*\+\s*)?$/.exec(before);
  return match?.[2] ?? '';
}

/** Vite's preload lists: `__vite__mapDeps=(…m.f=["assets/a.js",…])`, relative to the site's root unless they start with a dot. */
function mapDeps(from: string, code: string): Reference[] {
  return [...code.matchAll(/__vite__mapDeps\s*=[^[\]]{0,120}\[((?:\s*"(?:[^"\\\n]|\\.)*"\s*,?)*)\]/g)].flatMap(
    (match) =>
      [...(match[1] ?? '').matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, url = '']) => ({
        from,
        url,
        line: lineAt(code, match.index),
        how: 'Vite’s preload list',
        ...(!url.startsWith('.') && { relativeTo: '' }),
      })),
  );
}
