import type { UnresolvedName } from '../site/load-graph.ts';
import type { Reference } from '../site/reference.ts';
import { locate, type Bases } from '../site/resolve-reference.ts';
import type { Site } from '../site/site.ts';
import { finding, type Finding } from './finding.ts';

/** What only Vite's development server serves. */
const development = /(^|\/)(@vite\/client|@react-refresh|@id\/|@fs\/|node_modules\/\.vite\/)/;

/** What is wrong with the references of a site: missing files, wrong capitals, addresses outside the base, development code. */
export function checkReferences(site: Site, bases: Bases, references: readonly Reference[]): Finding[] {
  const findings = references.flatMap((reference) => checkReference(site, bases, reference) ?? []);
  const outside = findings.filter(({ id }) => id === 'base-mismatch');
  return [...findings.filter(({ id }) => id !== 'base-mismatch'), ...onePerFile(outside)];
}

function checkReference(site: Site, bases: Bases, reference: Reference): Finding | undefined {
  const { from, url, line, how } = reference;
  const target = locate(site, bases, reference);
  if (target.kind === 'elsewhere' || target.kind === 'found') return undefined;
  const at = { line, reference: url };
  if (target.kind === 'outside-base') {
    const where = bases.shown.startsWith('.') ? 'is not relative, as the base' : 'is not under the base';
    return finding(
      'base-mismatch',
      from,
      `${how} "${url}" ${where} "${bases.shown}" asks, though the file is in the site`,
      at,
    );
  }
  if (target.kind === 'other-case')
    return finding('case-mismatch', from, `${how} "${url}": the file is spelled ${target.file}`, at);
  const served = development.exec(target.file)?.[2];
  if (served !== undefined)
    return finding('dev-code', from, `${how} "${url}": /${served} belongs to Vite’s development server`, at);
  if (target.kind === 'route') return undefined;
  return finding('ref-missing', from, `${how} "${url}": there is no ${target.file} in the built site`, at);
}

/** References that only a server, when it runs, can prove. */
export function countRoutes(site: Site, bases: Bases, references: readonly Reference[]): number {
  return references.filter((reference) => locate(site, bases, reference).kind === 'route').length;
}

/** A wrong base makes every address of a file wrong: that is one problem. */
function onePerFile(findings: readonly Finding[]): Finding[] {
  return [...Map.groupBy(findings, ({ file }) => file).values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    return [more.length === 0 ? first : { ...first, message: `${first.message} (and ${more.length} more here)` }];
  });
}

/** Bare names that a browser cannot resolve. */
export function checkNames(names: readonly UnresolvedName[]): Finding[] {
  return names.map(({ file, name, line, page }) =>
    finding(
      'ref-missing',
      file,
      `import "${name}": a browser finds no file by this name; ${page} has no import map for it`,
      {
        line,
        reference: name,
        remedy: 'Let the build take the package along, or name its address in an import map.',
      },
    ),
  );
}
