import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, posix } from 'node:path';

/** A built site: what a web server would serve, read once. */
export interface Site {
  /** Absolute. */
  readonly directory: string;
  /** Paths of files relative to the directory, with `/`, sorted. */
  readonly files: readonly string[];
  readonly has: (file: string) => boolean;
  readonly isDirectory: (path: string) => boolean;
  readonly bytes: (file: string) => Buffer;
  /** The text of a file; empty for one that is not text. */
  readonly text: (file: string) => string;
}

const textual = new Set(
  '.html .htm .js .mjs .cjs .css .json .map .svg .xml .txt .webmanifest .md .vtt .yml .yaml'.split(' '),
);

export function openSite(directory: string): Site {
  const files = list(directory, '').sort();
  const present = new Set(files);
  const directories = new Set(files.flatMap(parents));
  const texts = new Map<string, string>();
  return {
    directory,
    files,
    has: (file) => present.has(file),
    isDirectory: (path) => directories.has(path.replace(/\/$/, '')) || path === '',
    bytes: (file) => readFileSync(join(directory, file)),
    text: (file) => {
      const known = texts.get(file) ?? read(directory, file);
      texts.set(file, known);
      return known;
    },
  };
}

/** A dotfile such as `.env.backup` is text whatever its ending. */
function read(directory: string, file: string): string {
  const isText = textual.has(extname(file).toLowerCase()) || posix.basename(file).startsWith('.env');
  return isText ? readFileSync(join(directory, file), 'utf8') : '';
}

function list(directory: string, under: string): string[] {
  return readdirSync(join(directory, under)).flatMap((name) => {
    const path = under === '' ? name : `${under}/${name}`;
    const info = lstatSync(join(directory, path));
    if (info.isDirectory()) return list(directory, path);
    return info.isFile() || (info.isSymbolicLink() && isFile(join(directory, path))) ? [path] : [];
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function parents(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
