import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { isText, itemsIn, objectOf, parseJson } from '@data-profiler-actions/action-kit';

/** A source, or a package, and the bytes of a built script that come from it. */
export interface ModuleShare {
  readonly name: string;
  readonly bytes: number;
}

/** Larger maps are not read: the answer is not worth the memory. */
const mapAtMost = 30e6;

/** What a built script is made of, heaviest first, by its source map; nothing where there is no map. */
export function heaviestModules(directory: string, file: string): ModuleShare[] {
  const map = join(directory, `${file}.map`);
  if (!existsSync(map) || statSync(map).size > mapAtMost) return [];
  const { mappings, sources } = objectOf(parseJson(readFileSync(map, 'utf8')));
  if (!isText(mappings)) return [];
  const names = itemsIn(sources).map((source) => moduleName(isText(source) ? source : ''));
  const bytes = new Map<string, number>();
  for (const { source, columns } of spans(mappings, readFileSync(join(directory, file), 'utf8'))) {
    const name = names[source] ?? '';
    bytes.set(name, (bytes.get(name) ?? 0) + columns);
  }
  return [...bytes].map(([name, size]) => ({ name, bytes: size })).sort((a, b) => b.bytes - a.bytes);
}

/** A package's name, or the path of a source of the project itself. */
function moduleName(source: string): string {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1];
  return inPackage ?? posix.normalize(source).replace(/^(\.\.\/)+|^webpack:\/\/[^/]*\/(\.\/)?/, '');
}

interface Span {
  readonly source: number;
  readonly columns: number;
}

/** Stretches of generated code with one source each (ECMA-426, "mappings"): a stretch ends where the next begins, or its line. */
export function spans(mappings: string, code: string): Span[] {
  const lines = code.split('\n');
  const found: Span[] = [];
  let source = 0;
  for (const [row, line] of mappings.split(';').entries()) {
    let column = 0;
    let from: { source: number; column: number } | undefined;
    const close = (end: number): void => {
      if (from && end > from.column) found.push({ source: from.source, columns: end - from.column });
    };
    for (const segment of line === '' ? [] : line.split(',')) {
      const [step = 0, sourceStep] = numbers(segment);
      column += step;
      source += sourceStep ?? 0;
      close(column);
      from = sourceStep === undefined ? undefined : { source, column };
    }
    close(lines[row]?.length ?? 0);
  }
  return found;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 VLQ: five bits a digit, the sixth says that more follow, the lowest of the number is its sign. */
function numbers(segment: string): number[] {
  const read: number[] = [];
  let [value, shift] = [0, 0];
  for (const character of segment) {
    const digit = digits.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    read.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return read;
}
