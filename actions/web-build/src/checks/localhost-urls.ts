import { lineFinder } from '../site/lines.ts';
import { finding, type Finding } from './finding.ts';

/** Loopback and private addresses (RFC 1918), in URLs only. */
const privateUrl =
  /\b(?:https?|wss?):\/\/(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\]|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|[a-z0-9-]+\.local)(?![\w.-])(:\d+)?(\/[\w][\w./-]*)?/gi;

/** URLs of a text that only its author's machine or network answers. `withoutProse` gives the text with what people read blanked. */
export function localhostUrls(file: string, isScript: boolean, withoutProse: () => string, whole: string): Finding[] {
  if (whole.search(privateUrl) < 0) return [];
  const text = withoutProse();
  const line = lineFinder(text);
  const found = [...text.matchAll(privateUrl)].filter((match) => !isScript || isAddressOfScript(text, match));
  const distinct = new Map(found.toReversed().map((match) => [match[0], match.index]));
  return [...distinct].reverse().map(([url, offset]) =>
    finding('localhost-url', file, `${url} is an address ${ownerOf(url)}`, {
      line: line(offset),
      reference: url,
    }),
  );
}

/** What opens a literal or an argument. A quote that is escaped, or stands in markup, is part of a sample of code that a page shows. */
const opening = /(?<![\\>])["'`(=]$/;
/** How JSX, and templates of Vue, write what an element shows. */
const shown = /(?:\bchildren:\s*\[?|\(["'`]\w+["'`],null,)["'`]$/;

/** A bare `http://localhost` is the placeholder that libraries give `new URL`, and an address amid a text is prose: no one calls them. */
function isAddressOfScript(text: string, { 0: url, 1: port, 2: path, index }: RegExpExecArray): boolean {
  if (/localhost/i.test(url) && port === undefined && path === undefined) return false;
  const before = text.slice(Math.max(0, index - 40), index);
  return opening.test(before) && !shown.test(before);
}

const ownerOf = (url: string): string =>
  /\/\/(10\.|192\.168\.|172\.|[a-z0-9-]+\.local)/i.test(url)
    ? 'of a private network, which visitors do not reach'
    : 'of the machine that the site is opened on';
