import type { BareImport, FileReferences, Reference } from './reference.ts';
import { resolvesBare } from './import-map.ts';
import { locate, type Bases } from './resolve-reference.ts';
import type { Site } from './site.ts';

/** The references of each file of a site. */
export type References = ReadonlyMap<string, FileReferences>;

/** What each page loads before anything else happens: the scripts and style sheets that it names, and all that those name in turn. */
export function initialLoads(site: Site, bases: Bases, references: References): Map<string, ReadonlySet<string>> {
  const targets = new Map<string, readonly string[]>();
  const eagerTargets = (file: string): readonly string[] => {
    const known = targets.get(file) ?? eagerFiles(site, bases, references.get(file)?.references ?? []);
    targets.set(file, known);
    return known;
  };
  return new Map(pagesOf(references).map((page) => [page, reachable(page, eagerTargets)]));
}

function eagerFiles(site: Site, bases: Bases, references: readonly Reference[]): string[] {
  const found = references
    .filter(({ eager }) => eager === true)
    .map((reference) => locate(site, bases, reference))
    .filter(({ kind }) => kind === 'found' || kind === 'outside-base' || kind === 'other-case');
  return found.flatMap((target) => ('file' in target ? [target.file] : []));
}

function reachable(start: string, next: (file: string) => readonly string[]): Set<string> {
  const found = new Set<string>();
  const queue = [start];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const target of next(file)) {
      if (found.has(target)) continue;
      found.add(target);
      queue.push(target);
    }
  }
  return found;
}

/** The pages of a site, its index first, then those nearest to it. */
export function pagesOf(references: References): string[] {
  const pages = [...references].filter(([, { page }]) => page !== undefined).map(([file]) => file);
  const rank = (file: string): number => (file === 'index.html' ? 0 : file.split('/').length);
  return pages.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

export interface UnresolvedName extends BareImport {
  readonly file: string;
  readonly page: string;
}

/** Bare names that modules of a page import at once and no import map of it resolves: the browser stops with a TypeError. */
export function unresolvedNames(
  loads: ReadonlyMap<string, ReadonlySet<string>>,
  references: References,
): UnresolvedName[] {
  const importers = new Set([...references].filter(([, { bare }]) => bare.length > 0).map(([file]) => file));
  return [...loads].flatMap(([page, loaded]) => {
    const importMap = references.get(page)?.page?.importMap;
    if (importMap === undefined) return [];
    const files = [...importers].filter((file) => file === page || loaded.has(file));
    return files.flatMap((file) =>
      (references.get(file)?.bare ?? [])
        .filter(({ name }) => !resolvesBare(importMap, name))
        .map((bare) => ({ ...bare, file, page })),
    );
  });
}
