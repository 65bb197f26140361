import { positionsInCode } from '../site/code-positions.ts';
import { lineFinder } from '../site/lines.ts';
import { finding, type Finding } from './finding.ts';

/** Loopback and private addresses (RFC 1918), in URLs only. */
const privateUrl =
  /\b(?:https?|wss?):\/\/(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\]|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|[a-z0-9-]+\.local)(?![\w.-])(:\d+)?(\/[\w][\w./-]*)?/gi;

/** URLs of a text that only its author's machine or network answers. `withoutProse` gives the text with what people read blanked. */
export function localhostUrls(file: string, withoutProse: () => string, whole: string): Finding[] {
  if (whole.search(privateUrl) < 0) return [];
  const text = withoutProse();
  const line = lineFinder(text);
  const matches = [...text.matchAll(privateUrl)];
  const found = /\.[mc]?js$/i.test(file) ? addressesOfScript(text, matches) : matches;
  const distinct = new Map(found.toReversed().map((match) => [match[0], match.index]));
  return [...distinct].reverse().map(([url, offset]) =>
    finding('localhost-url', file, `${url} is an address ${ownerOf(url)}`, {
      line: line(offset),
      reference: url,
    }),
  );
}

/** What stands before an address that something calls: a quote, or in a text a parameter or `url(`. */
const opening = /["'`(=]$/;
/** How JSX, and templates of Vue, write what an element shows. */
const shown = /(?:\bchildren:\s*\[?|\(["'`]\w+["'`],null,)["'`]$/;
/** A member of JSON, which can itself stand in a string. */
const member = /["']:\s*\\?["']$/;

/** A bare `http://localhost` is the placeholder that libraries give `new URL`, and an address amid a text, or a sample of code in one, is prose: no one calls them. */
function addressesOfScript(code: string, matches: readonly RegExpExecArray[]): RegExpExecArray[] {
  const before = ({ index }: RegExpExecArray): string => code.slice(Math.max(0, index - 40), index);
  const called = matches.filter(({ 0: url, 1: port, 2: path }) => !(/localhost/i.test(url) && !port && !path));
  const opened = called.filter((match) => opening.test(before(match)) && !shown.test(before(match)));
  const quotes = opened.map(({ index }) => index - 1).filter((at) => /["'`]/.test(code.charAt(at)));
  const literals = positionsInCode(code, quotes) ?? new Set(quotes);
  return opened.filter(
    (match) => !quotes.includes(match.index - 1) || literals.has(match.index - 1) || member.test(before(match)),
  );
}

const ownerOf = (url: string): string =>
  /\/\/(10\.|192\.168\.|172\.|[a-z0-9-]+\.local)/i.test(url)
    ? 'of a private network, which visitors do not reach'
    : 'of the machine that the site is opened on';
