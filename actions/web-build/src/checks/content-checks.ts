import { posix } from 'node:path';
import type { FileReferences } from '../site/reference.ts';
import { lineFinder } from '../site/lines.ts';
import type { Site } from '../site/site.ts';
import { finding, type Finding } from './finding.ts';
import { localhostUrls } from './localhost-urls.ts';

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
  const findings = localhostUrls(file, references.page?.markup ?? (() => text), text);
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
