import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { decoded } from '../site/encoding.ts';

export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** The variables of the `.env*` files of some folders, examples left out: as written, and with the others that they name put in. */
export function writtenVariables(directories: readonly string[], job: readonly Variable[]): Variable[] {
  const files = [...new Set(directories)].filter((directory) => existsSync(directory)).flatMap(envFiles);
  const written = files.flatMap((file) => dotenv(decoded(file, readFileSync(file))));
  return [...written, ...expanded(written, [...written, ...job])];
}

function envFiles(directory: string): string[] {
  const named = readdirSync(directory, { withFileTypes: true }).filter(
    (entry) => !entry.isDirectory() && /^\.env(\..+)?$/.test(entry.name),
  );
  return named
    .filter(({ name }) => !/\.(example|sample|template|dist)$/.test(name))
    .map(({ name }) => join(directory, name));
}

/** `NAME=value` lines as dotenv reads them: `export`, quotes over several lines, and comments after a blank. */
export function dotenv(text: string): Variable[] {
  return Object.entries(parseEnv(text)).map(([name, value = '']) => ({ name, value }));
}

/** Deep enough for variables of variables; one that names itself ends here. */
const deepest = 5;
/** `${NAME}`, `${NAME:-otherwise}`, `$NAME`, as Vite reads them. */
const named = /(?<!\\)\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g;

function expanded(written: readonly Variable[], known: readonly Variable[]): Variable[] {
  const values = new Map(known.toReversed().map(({ name, value }) => [name, value]));
  const expand = (text: string, depth: number): string =>
    text.replaceAll(named, (_: string, braced?: string, otherwise?: string, bare?: string) => {
      const value = values.get(braced ?? bare ?? '') || (otherwise ?? '');
      return depth === 0 ? '' : expand(value, depth - 1);
    });
  return written
    .filter(({ value }) => value.includes('$'))
    .map(({ name, value }) => ({ name, value: expand(value, deepest).replaceAll('\\$', '$') }));
}
