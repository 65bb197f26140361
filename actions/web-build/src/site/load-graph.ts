import type { BareImport, FileReferences } from './reference.ts';
import { resolvesBare } from './import-map.ts';
import { locate, type Bases } from './resolve-reference.ts';
import type { Site } from './site.ts';

/** The references of each file of a site. */
export type References = ReadonlyMap<string, FileReferences>;

/** The scripts and style sheets that a page loads before anything else happens: those it names, and all that those name in turn. */
export function initialFiles(site: Site, bases: Bases, references: References, page: string): Set<string> {
  const found = new Set<string>();
  const queue = [page];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const reference of references.get(file)?.references ?? []) {
      if (reference.eager !== true) continue;
      const target = locate(site, bases, reference);
      if (target.kind === 'elsewhere' || target.kind === 'route' || target.kind === 'missing') continue;
      if (found.has(target.file)) continue;
      found.add(target.file);
      queue.push(target.file);
    }
  }
  return found;
}

export interface UnresolvedName extends BareImport {
  readonly file: string;
  readonly page: string;
}

/** Bare names that modules of a page import at once and no import map of it resolves: the browser stops with a TypeError. */
export function unresolvedNames(site: Site, bases: Bases, references: References): UnresolvedName[] {
  const pages = [...references].filter(([, { page }]) => page !== undefined);
  return pages.flatMap(([page, facts]) => {
    const importMap = facts.page?.importMap;
    if (importMap === undefined) return [];
    const files = [page, ...initialFiles(site, bases, references, page)];
    return files.flatMap((file) =>
      (references.get(file)?.bare ?? [])
        .filter(({ name }) => !resolvesBare(importMap, name))
        .map((bare) => ({ ...bare, file, page })),
    );
  });
}
