import { isHashed } from '../sizes/hashed-name.ts';
import { positionsInCode } from './code-positions.ts';
import type { Reference } from './reference.ts';
import { lineFinder } from './lines.ts';

const literal = String.raw`"[^"\\\n]*"|'[^'\\\n]*'|\x60[^\x60\\$]*\x60`;
const entry = String.raw`\{\s*(?:["']?(?:url|revision|integrity)["']?\s*:\s*(?:${literal}|null)\s*,?\s*)+\}`;

interface Form {
  /** Where a script does not hold it, the pattern need not be tried: most scripts are large, and few speak of workers. */
  readonly word: string;
  readonly pattern: RegExp;
}

const form = (word: string, pattern: string): Form => ({ word, pattern: new RegExp(pattern, 'g') });

const forms = {
  imported: form(
    'importScripts(',
    String.raw`(?:\bself\.|(?<![\w$.]))importScripts\(\s*((?:(?:${literal})\s*,?\s*)+)\)`,
  ),
  started: form('Worker(', String.raw`\bnew\s+(?:Shared)?Worker\(\s*(${literal})\s*[,)]`),
  registered: form(
    'serviceWorker',
    String.raw`(?:\b(?:window|self)\.|(?<![\w$.]))navigator\s*\??\.\s*serviceWorker\s*\??\.\s*register\(\s*(${literal})\s*[,)]`,
  ),
  beside: form(
    'self.location',
    String.raw`\bnew\s+URL\(\s*(${literal})\s*,\s*(?:(?:""|''|\x60\x60)\s*\+\s*)?self\.location(?:\.href)?\s*\)`,
  ),
  precached: form('revision', String.raw`\[\s*(${entry}(?:\s*,\s*${entry})*)\s*,?\s*\]`),
};

/** What a worker's script loads besides modules, and the workers that a script starts: a relative address of those is relative to a page. */
export function workerReferences(from: string, code: string): Reference[] {
  const started = literals(from, code, forms.started, 'new Worker()');
  return [
    ...literals(from, code, forms.imported, 'importScripts()'),
    ...started.map((worker) => ({ ...worker, isMovable: !worker.url.startsWith('/') })),
    // Vite's workers name built files so where the base is relative; what others do with it depends on the page.
    ...literals(from, code, forms.beside, 'new URL(…, self.location.href)').filter(({ url }) => isHashed(url)),
    ...precached(from, code),
  ];
}

/** The workers that a script in a page starts. Libraries bring calls along that never run; what stands in the page itself does. */
export function pageWorkers(from: string, code: string): Reference[] {
  const registered = literals(from, code, forms.registered, 'serviceWorker.register()');
  return [...literals(from, code, forms.started, 'new Worker()'), ...registered];
}

function literals(from: string, code: string, wanted: Form, how: string): Reference[] {
  return inCode(code, wanted).flatMap(({ text, line }) =>
    [...text.matchAll(new RegExp(literal, 'g'))].map(([url]) => ({ from, url: url.slice(1, -1), line, how })),
  );
}

/** Workbox's list: entries of an address and a revision, which is an MD5 sum or null where the name holds a hash. If one is missing, nothing is installed. */
function precached(from: string, code: string): Reference[] {
  return inCode(code, forms.precached).flatMap(({ text, line }) => {
    const values = (key: string): string[] =>
      [...text.matchAll(new RegExp(String.raw`[{,\s]["']?${key}["']?\s*:\s*(${literal}|null)`, 'g'))].map(
        ([, value = '']) => value,
      );
    const urls = values('url');
    const revisions = values('revision');
    if (urls.length !== revisions.length || !revisions.some((value) => /^(null|.[\da-f]{32}.)$/.test(value))) return [];
    return urls.map((url) => ({ from, url: url.slice(1, -1), line, how: 'the precache list' }));
  });
}

function inCode(code: string, { word, pattern }: Form): { text: string; line: number }[] {
  if (!code.includes(word)) return [];
  const line = lineFinder(code);
  const matches = [...code.matchAll(pattern)];
  const positions = positionsInCode(
    code,
    matches.map(({ index }) => index),
  );
  return matches
    .filter(({ index }) => positions?.has(index))
    .map(({ 1: text = '', index }) => ({ text, line: line(index) }));
}
