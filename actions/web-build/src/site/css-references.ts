import { tokenize, tokenTypes } from 'css-tree/tokenizer';
import { string, url } from 'css-tree/utils';
import type { Reference } from './reference.ts';
import { lineFinder } from './lines.ts';

/** What a style sheet loads: `url()`, `@import`, `image-set()`. Tokens by CSS Syntax 3, so comments and strings do not deceive. */
export function cssReferences(from: string, css: string, firstLine = 1): Reference[] {
  const found: Reference[] = [];
  const open: string[] = [];
  const line = lineFinder(css);
  let importing = false;
  // Browsers resolve an address in a custom property where the property is used (`var()`), which can be another style sheet.
  let custom: Custom = 'no';
  tokenize(css, (type, start, end) => {
    const raw = css.slice(start, end);
    const add = (text: string, how: string): void => {
      if (importing) found.push({ from, url: text, how: '@import', line: firstLine - 1 + line(start), eager: true });
      else if (how !== '')
        found.push({
          from,
          url: text,
          how,
          line: firstLine - 1 + line(start),
          ...(custom === 'yes' && { isMovable: true }),
        });
      importing = false;
    };
    custom = afterToken(custom, raw);
    if (type === tokenTypes['AtKeyword']) importing = raw.toLowerCase() === '@import';
    if (type === tokenTypes['Url']) add(url.decode(raw), 'url()');
    if (type === tokenTypes['String']) add(string.decode(raw), loading[open.at(-1) ?? ''] ?? '');
    if (type === tokenTypes['Function']) open.push(raw.toLowerCase());
    else if (raw === '(') open.push('(');
    else if (raw === ')') open.pop();
  });
  return found;
}

type Custom = 'no' | 'named' | 'yes';

/** Whether the declaration that a token stands in is of a custom property: `--name:` begins one, `;` or a brace ends it. */
function afterToken(custom: Custom, raw: string): Custom {
  if (custom === 'yes') return /^[;{}]$/.test(raw) ? 'no' : 'yes';
  if (custom === 'named' && (raw === ':' || raw.trim() === '')) return raw === ':' ? 'yes' : 'named';
  return /^--[^()]*$/.test(raw) ? 'named' : 'no';
}

/** Functions whose string arguments are addresses (CSS Images 4, CSS Values 4). `type()` inside image-set is its own function. */
const loading: Readonly<Record<string, string>> = {
  'url(': 'url()',
  'src(': 'src()',
  'image-set(': 'image-set()',
  '-webkit-image-set(': 'image-set()',
};
