import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Finding } from '../checks/finding.ts';
import { lineAt } from '../site/lines.ts';
import { decoded } from '../site/encoding.ts';

export interface SourcePlace {
  /** Relative to the project's folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

interface Source {
  readonly file: string;
  readonly text: string;
}

const sourceEndings = new Set(
  '.html .css .scss .sass .less .js .mjs .jsx .ts .tsx .mts .vue .svelte .astro .webmanifest .json'.split(' '),
);
const filesAtMost = 4000;
const bytesAtMost = 500_000;

/** Finds where in the sources a finding's text stands: the page itself first, then files of the same kind, then any. */
export function sourceFinder(
  directory: string,
  outputDirectory: string,
  base: string,
): (item: Finding) => SourcePlace | undefined {
  let sources: Source[] | undefined;
  return (item) => {
    if (item.reference === undefined) return undefined;
    sources ??= readSources(directory, outputDirectory);
    const ordered = sources.toSorted((a, b) => nearness(b.file, item.file) - nearness(a.file, item.file));
    for (const spelling of spellings(item.reference, base)) {
      const place = search(ordered, spelling);
      if (place) return place;
    }
    return undefined;
  };
}

/** Vite puts the base before an address; the source may have it with a slash, without, or relative. */
function spellings(reference: string, base: string): string[] {
  const bare = reference.startsWith(base) ? reference.slice(base.length) : reference.replace(/^\.?\//, '');
  return [...new Set([reference, `/${bare}`, `./${bare}`, bare])].filter((text) => text.length > 2);
}

function search(sources: readonly Source[], spelling: string): SourcePlace | undefined {
  const whole = new RegExp(`(?<![\\w./-])${spelling.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}(?![\\w/-])`);
  for (const { file, text } of sources) {
    const match = whole.exec(text);
    if (match) return { file, line: lineAt(text, match.index) };
  }
  return undefined;
}

function nearness(source: string, built: string): number {
  if (source === built) return 3;
  const same = extname(source) === extname(built);
  return (same ? 2 : 0) + (/\.(test|spec)\./.test(source) || source.endsWith('.json') ? -3 : 0);
}

function readSources(directory: string, outputDirectory: string): Source[] {
  const found: string[] = [];
  const walk = (under: string): void => {
    for (const entry of readdirSync(join(directory, under), { withFileTypes: true })) {
      const file = under === '' ? entry.name : `${under}/${entry.name}`;
      if (found.length >= filesAtMost || /^(node_modules|\..*|package.*\.json)$/.test(entry.name)) continue;
      if (entry.isDirectory() && join(directory, file) !== outputDirectory) walk(file);
      else if (entry.isFile() && sourceEndings.has(extname(file))) found.push(file);
    }
  };
  walk('');
  return found
    .filter((file) => statSync(join(directory, file)).size <= bytesAtMost)
    .map((file) => ({ file, text: decoded(file, readFileSync(join(directory, file))) }));
}
