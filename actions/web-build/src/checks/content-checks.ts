import { posix } from 'node:path';
import { finding, type Finding } from './finding.ts';
import type { Sizes } from '../sizes/sizes.ts';
import { lineAt, type Site } from '../site/site.ts';

/** Checks of what files are and say, beside what they refer to. */
export function contentChecks(site: Site, sizes: Sizes): Finding[] {
  return [
    ...site.files.filter(isPrivate).map((file) => finding('dotfile-leak', file, `${file} is served with the site`)),
    ...site.files.flatMap((file) => [
      ...localhostUrls(file, site.text(file)),
      ...publicMap(site, file),
      ...devCode(file, site.text(file)),
      ...placeholders(file, site.text(file)),
    ]),
    ...sizes.files
      .filter(({ file, bytes }) => file.endsWith('.js') && bytes > chunkLimit)
      .map(({ file, bytes }) =>
        finding('chunk-limit', file, `${file} is ${(bytes / 1000).toFixed(0)} kB; Vite advises at most 500 kB a chunk`),
      ),
  ];
}

/** Vite's build.chunkSizeWarningLimit: bytes, minified, not compressed. */
const chunkLimit = 500_000;

function isPrivate(file: string): boolean {
  const parts = file.split('/');
  return (
    parts.some((part) => part === '.git') ||
    /^(\.env(\..*)?|\.npmrc|\.htpasswd|id_(rsa|ed25519)|.*\.pem)$/i.test(parts.at(-1) ?? '')
  );
}

/** Loopback and private addresses (RFC 1918), in URLs only. */
const privateUrl =
  /\b(?:https?|wss?):\/\/(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\]|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|[a-z0-9-]+\.local)(?![\w.-])(:\d+)?(\/[\w][\w./-]*)?/gi;

/** A bare `http://localhost` in a script is the placeholder that libraries give `new URL`, not an address anyone calls. */
function localhostUrls(file: string, text: string): Finding[] {
  if (/\.map$/.test(file)) return [];
  const isScript = /\.m?js$/.test(file);
  const found = [...text.matchAll(privateUrl)].filter(
    ([url, port, path]) => !(isScript && /localhost/i.test(url) && port === undefined && path === undefined),
  );
  const distinct = new Map(found.toReversed().map((match) => [match[0], match.index]));
  return [...distinct].map(([url, offset]) =>
    finding('localhost-url', file, `${url} is an address of the machine that built the site`, {
      line: lineAt(text, offset),
      reference: url,
    }),
  );
}

function publicMap(site: Site, file: string): Finding[] {
  if (!/\.(m?js|css)$/.test(file)) return [];
  const map = [
    ...site
      .text(file)
      .slice(-2000)
      .matchAll(/[#@]\s*sourceMappingURL=([^\s*'"]+)/g),
  ].at(-1)?.[1];
  const target = map === undefined || map.startsWith('data:') ? '' : posix.join(posix.dirname(file), map);
  return site.has(target)
    ? [finding('sourcemap-public', file, `${file} points to ${target}, which shows your sources to everyone`)]
    : [];
}

/** What only Vite's development server serves. */
function devCode(file: string, text: string): Finding[] {
  if (!/\.(m?js|html?)$/.test(file)) return [];
  const match = /["'`](\/@(?:vite\/client|react-refresh))["'`]/.exec(text);
  return match === null
    ? []
    : [
        finding('dev-code', file, `${match[1] ?? ''} belongs to Vite’s development server`, {
          line: lineAt(text, match.index),
          reference: match[1] ?? '',
        }),
      ];
}

/** What Vite's HTML replacement left standing: `%VITE_TITLE%`. */
function placeholders(file: string, text: string): Finding[] {
  if (!/\.html?$/.test(file)) return [];
  return [...text.matchAll(/%(VITE_\w+|BASE_URL|MODE)%/g)].map((match) =>
    finding('placeholder', file, `${match[0]} was not replaced: no such variable at build time`, {
      line: lineAt(text, match.index),
      reference: match[0],
    }),
  );
}
