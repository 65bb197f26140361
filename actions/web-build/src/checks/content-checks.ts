import { posix } from 'node:path';
import type { FileReferences } from '../site/reference.ts';
import { lineFinder } from '../site/lines.ts';
import type { Site } from '../site/site.ts';
import { finding, type Finding } from './finding.ts';

export interface ContentContext {
  readonly site: Site;
  /** Beginnings of the names of variables that the build puts into client code. */
  readonly envPrefixes: readonly string[];
}

/** What a text file of the site says that it should not, beside what it refers to and secrets. */
export function contentFindings(
  file: string,
  text: string,
  references: FileReferences,
  { site, envPrefixes }: ContentContext,
): Finding[] {
  const kind = kindOf(file);
  if (kind === 'other') return [];
  const findings = localhostUrls(file, kind, text, references);
  if (kind === 'page') return [...findings, ...placeholders(file, text, envPrefixes), ...markers(file, text)];
  if (kind === 'data') return findings;
  const reads = references.envReads.filter(({ name }) => envPrefixes.some((prefix) => name.startsWith(prefix)));
  return [
    ...findings,
    ...publicMap(site, file, text),
    ...(kind === 'script' ? devCode(file, text) : []),
    ...markers(file, text),
    ...reads.map(({ name, line }) => envRead(file, name, line)),
  ];
}

type Kind = 'page' | 'script' | 'style' | 'data' | 'other';

/** Prose (`.md`, `.txt`) may speak of anything, source maps hold sources. */
function kindOf(file: string): Kind {
  if (/\.html?$/i.test(file)) return 'page';
  if (/\.[mc]?js$/i.test(file)) return 'script';
  if (/\.css$/i.test(file)) return 'style';
  return /\.(json|webmanifest|xml|svg|ya?ml)$/i.test(file) ? 'data' : 'other';
}

/** Loopback and private addresses (RFC 1918), in URLs only. */
const privateUrl =
  /\b(?:https?|wss?):\/\/(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\]|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|[a-z0-9-]+\.local)(?![\w.-])(:\d+)?(\/[\w][\w./-]*)?/gi;

/** A bare `http://localhost` in a script is the placeholder that libraries give `new URL`, not an address anyone calls. */
function localhostUrls(file: string, kind: Kind, whole: string, { page }: FileReferences): Finding[] {
  if (whole.search(privateUrl) < 0) return [];
  const text = page?.markup() ?? whole;
  const line = lineFinder(text);
  const found = [...text.matchAll(privateUrl)].filter(
    ([url, port, path]) => !(kind === 'script' && /localhost/i.test(url) && port === undefined && path === undefined),
  );
  const distinct = new Map(found.toReversed().map((match) => [match[0], match.index]));
  return [...distinct].reverse().map(([url, offset]) =>
    finding('localhost-url', file, `${url} is an address ${ownerOf(url)}`, {
      line: line(offset),
      reference: url,
    }),
  );
}

const ownerOf = (url: string): string =>
  /\/\/(10\.|192\.168\.|172\.|[a-z0-9-]+\.local)/i.test(url)
    ? 'of a private network, which visitors do not reach'
    : 'of the machine that the site is opened on';

function publicMap(site: Site, file: string, text: string): Finding[] {
  const end = text.lastIndexOf('sourceMappingURL=');
  const map = /^sourceMappingURL=([^\s*'"]+)/.exec(end < 0 ? '' : text.slice(end, end + 1000))?.[1] ?? '';
  if (map === '' || !/[#@]\s*$/.test(text.slice(Math.max(0, end - 3), end))) return [];
  if (/^data:application\/json[^,]*,[\w+/=%]{40,}/.test(map))
    return [finding('sourcemap-public', file, `${file} holds its source map, which shows your sources to everyone`)];
  const target = posix.join(posix.dirname(file), map.replace(/[?#].*$/, ''));
  return site.has(target)
    ? [finding('sourcemap-public', file, `${file} points to ${target}, which shows your sources to everyone`)]
    : [];
}

/** A script that puts in the development client itself; what refers to it is found as a reference. */
function devCode(file: string, text: string): Finding[] {
  if (!text.includes('/@')) return [];
  const match = /(["'`])(\/@(?:vite\/client|react-refresh))\1/.exec(text);
  if (match === null || /\b(?:import|from)\s*\(?\s*$/.test(text.slice(Math.max(0, match.index - 20), match.index)))
    return [];
  const [, , address = ''] = match;
  const at = { line: lineFinder(text)(match.index), reference: address };
  return [finding('dev-code', file, `${address} belongs to Vite’s development server`, at)];
}

/** What Vite's HTML replacement left standing: `%VITE_TITLE%`. */
function placeholders(file: string, text: string, prefixes: readonly string[]): Finding[] {
  const line = lineFinder(text);
  const names = [...prefixes.map((prefix) => `${prefix}\\w+`), 'BASE_URL', 'MODE'].join('|');
  return [...text.matchAll(new RegExp(`%(?:${names})%`, 'g'))].map((match) =>
    finding('placeholder', file, `${match[0]} was not replaced: no such variable at build time`, {
      line: line(match.index),
      reference: match[0],
    }),
  );
}

/** What stands for an asset's address while Vite builds, and must not outlive that. */
function markers(file: string, text: string): Finding[] {
  const match = /__VITE_(?:PUBLIC_)?ASSET__[\w$]+__/.exec(text);
  if (match === null) return [];
  return [
    finding('placeholder', file, `${match[0]} was not replaced by the build`, { line: lineFinder(text)(match.index) }),
  ];
}

const envRead = (file: string, name: string, line: number): Finding =>
  finding('placeholder', file, `import.meta.env.${name} was not replaced: a browser has no import.meta.env`, {
    line,
    reference: `import.meta.env.${name}`,
  });
