import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '@data-profiler-actions/action-kit';
import { decoded } from '../site/encoding.ts';
import { htmlReferences } from '../site/html-references.ts';
import type { References } from '../site/load-graph.ts';
import type { Reference } from '../site/reference.ts';
import { webManifest } from '../site/references.ts';
import { locate, type Bases } from '../site/resolve-reference.ts';
import type { Site } from '../site/site.ts';
import { finding, type Finding } from './finding.ts';

/** What is read because of how a page links to it: the name of a file alone does not tell. */
export interface LinkedFiles {
  readonly references: readonly Reference[];
  readonly findings: readonly Finding[];
}

export function linkedFiles(site: Site, bases: Bases, graph: References): LinkedFiles {
  const manifests = linkedManifests(site, bases, graph);
  // Those named `.webmanifest` have been read with the other files.
  const others = manifests.filter((file) => file.endsWith('.json'));
  return {
    references: [
      ...others.flatMap((file) => webManifest(file, textOf(site, file))),
      ...svgDocuments(site, bases, graph).flatMap((file) => htmlReferences(file, textOf(site, file)).references),
    ],
    findings: manifests.filter((file) => parseJson(textOf(site, file)) === undefined).map(brokenManifest),
  };
}

function linkedManifests(site: Site, bases: Bases, graph: References): string[] {
  const links = [...graph].flatMap(([from, { page }]) =>
    (page?.manifests ?? []).map((url) => ({ from, url, line: 1, how: '' })),
  );
  return found(site, bases, links).filter((file) => /\.(json|webmanifest)$/.test(file));
}

/** An SVG that a page shows as a document of its own. As a picture (`<img>`, `url()`, an icon) it loads nothing, whatever it says (SVG Integration, secure static mode). */
function svgDocuments(site: Site, bases: Bases, graph: References): string[] {
  const references = [...graph.values()].flatMap((file) => file.references);
  const shown = references.filter(({ how }) => /^<(object data|embed src|i?frame src)>$/.test(how));
  return found(site, bases, shown).filter((file) => /\.svg$/i.test(file));
}

function found(site: Site, bases: Bases, references: readonly Reference[]): string[] {
  const targets = references.map((reference) => locate(site, bases, reference));
  return [...new Set(targets.flatMap((target) => (target.kind === 'found' ? [target.file] : [])))];
}

const brokenManifest = (file: string): Finding =>
  finding('manifest-broken', file, 'the web app manifest is no valid JSON: browsers do without it', {
    remedy: 'Correct its syntax: JSON has no comments, and no comma after a last item.',
  });

const textOf = (site: Site, file: string): string => decoded(file, readFileSync(join(site.directory, file)));
