import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const count = { scripts: 900, styles: 300, pages: 100, images: 700 } as const;

/** A sound site of 2,000 files and 50 MB, the same in every run: scripts that import each other, styles with images, pages that load both. */
export function writeLargeSite(directory: string): { files: number; bytes: number } {
  mkdirSync(join(directory, 'assets'), { recursive: true });
  const random = generator(20_240_101);
  let bytes = 0;
  const write = (file: string, content: string | Buffer): void => {
    bytes += Buffer.byteLength(content);
    writeFileSync(join(directory, file), content);
  };
  for (let at = 0; at < count.images; at++) write(image(at), noise(random, 22_000));
  for (let at = 0; at < count.styles; at++) write(style(at), styleText(random, at));
  for (let at = 0; at < count.scripts; at++) write(script(at), scriptText(random, at));
  for (let at = 0; at < count.pages; at++) write(at === 0 ? 'index.html' : `page-${at}.html`, pageText(random, at));
  return { files: count.scripts + count.styles + count.pages + count.images, bytes };
}

const name = (kind: string, at: number, ending: string): string =>
  `assets/${kind}${at}-${at.toString(36).toUpperCase().padStart(7, 'Q')}x.${ending}`;
const script = (at: number): string => name('chunk', at, 'js');
const style = (at: number): string => name('style', at, 'css');
const image = (at: number): string => name('image', at, 'png');
const beside = (file: string): string => file.replace('assets/', './');

/** Code as a minifier leaves it, about 34 kB. */
function scriptText(random: () => number, at: number): string {
  const next = Math.min(at + 1, count.scripts - 1);
  const imports = at < 20 ? `import{a as b}from"${beside(script(next))}";` : '';
  const lazy = `const l=()=>import("${beside(script((at * 7) % count.scripts))}");`;
  const picture = `const p="/${image(at % count.images)}",q=new URL("${beside(image((at * 3) % count.images))}",import.meta.url);`;
  const body = Array.from({ length: 540 }, () => {
    const [one, two, three] = [word(random), word(random), word(random)];
    return `function ${one}(e,t){return e.${two}?t("${three} ${word(random)}"):${Math.floor(random() * 9999)}}`;
  });
  return `${imports}${lazy}${picture}${body.join('')}export{l as a,p,q};\n`;
}

function styleText(random: () => number, at: number): string {
  const rules = Array.from(
    { length: 120 },
    () => `.${word(random)}{color:#${Math.floor(random() * 4095).toString(16)};margin:${Math.floor(random() * 99)}px}`,
  );
  return `.hero{background:url(/${image(at % count.images)})}${rules.join('')}\n`;
}

function pageText(random: () => number, at: number): string {
  const paragraphs = Array.from(
    { length: 60 },
    () => `<p class="${word(random)}">${Array.from({ length: 30 }, () => word(random)).join(' ')}</p>`,
  );
  return `<!doctype html>
<html lang="en"><head><title>Page ${at}</title><link rel="stylesheet" href="/${style(at)}">
<script type="module" src="/${script(at)}"></script></head>
<body><img src="/${image(at)}" srcset="/${image(at + 1)} 2x" alt="">${paragraphs.join('\n')}</body></html>
`;
}

function word(random: () => number): string {
  return Array.from(
    { length: 4 + Math.floor(random() * 6) },
    () => 'etaoinshrdlcumw'[Math.floor(random() * 15)] ?? 'e',
  ).join('');
}

/** What does not compress, as images do not. */
function noise(random: () => number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
  return bytes;
}

/** Mulberry32: a small generator whose numbers are the same everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
