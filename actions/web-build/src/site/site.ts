import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { decoded } from './encoding.ts';

/** The names in a built site; what stands in its files is read one by one, since a site can be large. */
export interface Site {
  /** Absolute. */
  readonly directory: string;
  /** Paths of files relative to the directory, with `/`, sorted. */
  readonly files: readonly string[];
  readonly has: (file: string) => boolean;
  readonly isDirectory: (path: string) => boolean;
  /** The file of the same letters, whatever their capitals. */
  readonly anyCase: (file: string) => string | undefined;
}

export function openSite(directory: string): Site {
  const files = list(directory, '', [realpathSync(directory)]).sort();
  const present = new Set(files);
  const directories = new Set(files.flatMap(parents));
  const lowered = new Map(files.map((file) => [file.toLowerCase(), file]));
  return {
    directory,
    files,
    has: (file) => present.has(file),
    isDirectory: (path) => directories.has(path.replace(/\/$/, '')) || path === '',
    anyCase: (file) => lowered.get(file.toLowerCase()),
  };
}

const textual = new Set(
  '.html .htm .js .mjs .cjs .css .json .map .svg .xml .txt .webmanifest .md .vtt .yml .yaml'.split(' '),
);

/** The text of a file of the site; empty for a file that is not text. */
export const textIn = (file: string, bytes: Buffer): string => (isText(file, bytes) ? decoded(file, bytes) : '');

/** As far as git looks for a NUL, by which it tells what is no text. */
const headBytes = 8000;

/** By its ending, else by its content: a secret can stand in a file of any name. */
const isText = (file: string, bytes: Buffer): boolean =>
  textual.has(extname(file).toLowerCase()) || !bytes.subarray(0, headBytes).includes(0);

/** Links are followed, into folders too, as a web server or an upload would; a folder that holds itself is left out. */
function list(directory: string, under: string, above: readonly string[]): string[] {
  return readdirSync(join(directory, under)).flatMap((name) => {
    const path = under === '' ? name : `${under}/${name}`;
    const absolute = join(directory, path);
    const info = statSync(absolute, { throwIfNoEntry: false });
    if (info?.isFile()) return [path];
    if (!info?.isDirectory()) return [];
    if (!lstatSync(absolute).isSymbolicLink()) return list(directory, path, above);
    const target = realpathSync(absolute);
    return above.some((folder) => `${folder}/`.startsWith(`${target}/`))
      ? []
      : list(directory, path, [...above, target]);
  });
}

function parents(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
