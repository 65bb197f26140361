import { extname } from 'node:path';
import { parse } from 'parse5';
import { attribute, descendants } from './html-tree.ts';

/** What browsers look for a declaration in (HTML section 13.2.3.2, CSS Syntax section 3.2). */
const headBytes = 1024;

/** The text of a file as a browser reads it: by its byte order mark, else by what it declares of itself, else as UTF-8. */
export function decoded(file: string, bytes: Uint8Array): string {
  return decode(markedEncoding(bytes) ?? declaredEncoding(file, bytes), bytes);
}

function markedEncoding([first, second]: Uint8Array): string | undefined {
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

function declaredEncoding(file: string, bytes: Uint8Array): string {
  const ending = extname(file).toLowerCase();
  const head = (): string => Buffer.from(bytes.subarray(0, headBytes)).toString('latin1');
  if (ending === '.html' || ending === '.htm') return asDeclared(ofPage(head()));
  if (ending === '.css') return asDeclared(/^@charset "([^"]*)";/.exec(head())?.[1]);
  if (ending === '.svg' || ending === '.xml')
    return asDeclared(/^<\?xml\s[^>]*\bencoding\s*=\s*["']([^"']+)/.exec(head())?.[1]);
  return 'utf-8';
}

function ofPage(head: string): string | undefined {
  if (!/charset/i.test(head)) return undefined;
  const metas = descendants(parse(head)).filter(({ tagName }) => tagName === 'meta');
  return metas.map((meta) => attribute(meta, 'charset') ?? inContent(meta)).find((label) => label !== undefined);
}

function inContent(meta: Parameters<typeof attribute>[0]): string | undefined {
  if (attribute(meta, 'http-equiv')?.toLowerCase() !== 'content-type') return undefined;
  return /charset\s*=\s*["']?([^\s;"']+)/i.exec(attribute(meta, 'content') ?? '')?.[1];
}

/** What can be read as ASCII far enough to declare UTF-16 is not UTF-16. */
const asDeclared = (label = 'utf-8'): string => (/^\s*utf-?16/i.test(label) ? 'utf-8' : label);

function decode(label: string, bytes: Uint8Array): string {
  // As good as all files; Buffer makes smaller strings of them than TextDecoder.
  if (/^utf-?8$/i.test(label)) return fromUtf8(bytes);
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return fromUtf8(bytes);
  }
}

function fromUtf8({ buffer, byteOffset, byteLength }: Uint8Array): string {
  const text = Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
