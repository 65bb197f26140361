import { isHashed } from '../sizes/hashed-name.ts';
import type { Reference } from './reference.ts';
import { lineFinder } from './lines.ts';

const longest = 300;

/**
 * Imported images, fonts and workers stand in a script as nothing but strings. A string is one of them where all of it is an address under
 * the folder of built assets with a hash in its name, which only the build can have written.
 */
export function assetStrings(from: string, code: string, prefix: string): Reference[] {
  if (prefix === '' || !/\.m?js$/i.test(from)) return [];
  const line = lineFinder(code);
  const found: Reference[] = [];
  for (let at = code.indexOf(prefix); at >= 0; at = code.indexOf(prefix, at + prefix.length)) {
    const quote = code[at - 1] ?? '';
    const end = /["'`]/.test(quote) ? code.indexOf(quote, at) : -1;
    const url = end < 0 || end - at > longest ? '' : code.slice(at, end);
    if (/^[\w./:@~-]+\.\w+$/.test(url) && isHashed(url)) found.push({ from, url, line: line(at), how: 'the string' });
  }
  return found;
}
