import { objectOf, parseJson } from '@data-profiler-actions/action-kit';
import { attribute, lineOf, textOf, type Element } from './html-tree.ts';
import type { Reference } from './reference.ts';

/** The names that a page's import maps resolve (HTML section 8.1.6.2); undefined where a script may bring a map of its own. */
export function importMapOf(elements: readonly Element[]): readonly string[] | undefined {
  const scripts = elements.filter(({ tagName }) => tagName === 'script');
  const brought = scripts.some((script) => !isMap(script) && mentions(script));
  return brought ? undefined : scripts.filter(isMap).flatMap((script) => entries(script).map(([name]) => name));
}

/** The files that import maps lead to. A prefix leads to a folder. */
export function importMapReferences(from: string, element: Element): Reference[] {
  if (element.tagName !== 'script' || !isMap(element)) return [];
  const addresses = entries(element).map(([, address]) => address);
  return [...new Set(addresses)].map((url) => ({ from, url, line: lineOf(element), how: 'the import map' }));
}

const isMap = (script: Element): boolean => attribute(script, 'type')?.trim().toLowerCase() === 'importmap';

const mentions = (script: Element): boolean =>
  /importmap/i.test(`${attribute(script, 'type') ?? ''} ${attribute(script, 'src') ?? ''} ${textOf(script)}`) ||
  /es-module-shims|systemjs/i.test(attribute(script, 'src') ?? '');

function entries(script: Element): [name: string, address: string][] {
  const map = objectOf(parseJson(textOf(script)));
  const scopes = Object.values(objectOf(map['scopes']));
  return [map['imports'], ...scopes].flatMap((part) =>
    Object.entries(objectOf(part)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Whether an import map resolves a bare name: by the name itself, or by a prefix of it. */
export function resolvesBare(importMap: readonly string[], name: string): boolean {
  return importMap.some((entry) => entry === name || (entry.endsWith('/') && name.startsWith(entry)));
}
