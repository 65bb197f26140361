import { tokenize, tokenTypes } from 'css-tree/tokenizer';
import { string, url } from 'css-tree/utils';
import type { Reference } from './reference.ts';
import { lineAt } from './site.ts';

/** What a style sheet loads: `url()`, `@import`, `image-set()`. Tokens by CSS Syntax 3, so comments and strings do not deceive. */
export function cssReferences(from: string, css: string, firstLine = 1): Reference[] {
  const found: Reference[] = [];
  const open: string[] = [];
  let previous = '';
  tokenize(css, (type, start, end) => {
    const raw = css.slice(start, end);
    if (type === tokenTypes['WhiteSpace'] || type === tokenTypes['Comment']) return;
    const add = (text: string, how: string): void => {
      found.push({ from, url: text, how, line: firstLine - 1 + lineAt(css, start) });
    };
    if (type === tokenTypes['Url']) add(url.decode(raw), 'url()');
    if (type === tokenTypes['String']) {
      const how = previous === '@import' ? '@import' : (loading[open.at(-1) ?? ''] ?? '');
      if (how !== '') add(string.decode(raw), how);
    }
    if (type === tokenTypes['Function']) open.push(raw.toLowerCase());
    else if (raw === '(') open.push('(');
    else if (raw === ')') open.pop();
    previous = raw.toLowerCase();
  });
  return found;
}

/** Functions whose string arguments are addresses (CSS Images 4, CSS Values 4). `type()` inside image-set is its own function. */
const loading: Readonly<Record<string, string>> = {
  'url(': 'url()',
  'src(': 'src()',
  'image-set(': 'image-set()',
  '-webkit-image-set(': 'image-set()',
};
