import { statSync } from 'node:fs';
import { assetPrefix, type ViteBuild } from '../scripts/vite-build.ts';
import { initialLoads, pagesOf, unresolvedNames, type References } from '../site/load-graph.ts';
import type { Reference } from '../site/reference.ts';
import { basesOf, type Bases } from '../site/resolve-reference.ts';
import { openSite, type Site } from '../site/site.ts';
import { budgetsOf, checkBudgets, idleBudgets } from '../sizes/budgets.ts';
import { measure, type Sizes } from '../sizes/sizes.ts';
import { brokenManifest, manifestOf } from './build-manifest.ts';
import { duplicates, largeChunks, privateFiles, unhashedAssets } from './file-checks.ts';
import type { Finding } from './finding.ts';
import { staleOutput, type BuildStart } from './freshness.ts';
import { linkedFiles, type LinkedFiles } from './linked-files.ts';
import { notApplied, type NotApplied } from './not-applied.ts';
import { addressChecks, hasServerBeside, missingIndex, missingOutput } from './presence.ts';
import { readFiles, type FileFacts } from './read-files.ts';
import { checkNames, checkReferences, countRoutes } from './reference-checks.ts';
import { withoutSecrets, type Secret } from './secrets.ts';

export interface Expectation {
  /** A path, a full address, or `./` for any path. */
  readonly base: string;
  /** The site's folder as people write it. */
  readonly place?: string;
  readonly budgets: readonly string[];
  readonly secrets: readonly Secret[];
  /** Undefined where nothing was built in this step. */
  readonly buildStart?: BuildStart;
  /** Of a site that Vite builds. */
  readonly vite?: ViteBuild;
}

export interface Validation {
  readonly findings: readonly Finding[];
  readonly sizes?: Sizes;
  readonly checkedReferences: number;
  readonly unverified: number;
  readonly notApplied: readonly NotApplied[];
  /** Globs of budgets that no file of the site fits. */
  readonly idleBudgets: readonly string[];
}

/** Reads a built site and proves it: all there, of this build, every reference resolved, nothing private in it, budgets kept. */
export async function validate(directory: string, expected: Expectation): Promise<Validation> {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const absent = missingOutput(directory, expected.place ?? 'output directory');
    return { findings: [absent], checkedReferences: 0, unverified: 0, notApplied: [], idleBudgets: [] };
  }
  const site = openSite(directory);
  const { files, graph, bases, linked, references } = await readSite(site, expected);
  const loads = initialLoads(site, bases, graph);
  const sizes = measure(
    files.map(({ size }) => size),
    loads,
  );
  const manifest = manifestOf(site, expected.vite?.manifest ?? '');
  const left = notApplied({
    vite: expected.vite,
    wasBuilt: expected.buildStart !== undefined,
    hasBudgets: expected.budgets.length > 0,
    hasManifest: manifest !== undefined || linked.findings.length > 0,
    hasServer: !site.has('index.html') && hasServerBeside(site),
  });
  const budgets = budgetsOf(expected.budgets);
  const findings = [
    ...missingIndex(site),
    ...(expected.buildStart ? staleOutput(site, expected.buildStart) : []),
    ...checkReferences(site, bases, references),
    ...checkNames(unresolvedNames(loads, graph)),
    ...linked.findings,
    ...(manifest === undefined ? [] : brokenManifest(site, manifest)),
    ...fileFindings(site, files, expected.vite),
    ...checkBudgets(budgets, sizes),
  ];
  return {
    findings: told(findings, left, expected.secrets),
    sizes,
    checkedReferences: references.length,
    unverified: files.reduce((sum, item) => sum + item.references.unverified, countRoutes(site, bases, references)),
    notApplied: left,
    idleBudgets: idleBudgets(budgets, sizes),
  };
}

interface ReadSite {
  readonly files: readonly FileFacts[];
  readonly graph: References;
  readonly bases: Bases;
  readonly linked: LinkedFiles;
  /** Of all files, the linked ones too. */
  readonly references: readonly Reference[];
}

async function readSite(site: Site, expected: Expectation): Promise<ReadSite> {
  const files = await readFiles(site, {
    secrets: expected.secrets,
    envPrefixes: expected.vite?.envPrefixes ?? ['VITE_'],
    assetPrefix: expected.vite ? assetPrefix(expected.vite) : '',
  });
  const graph: References = new Map(files.map(({ file, references }) => [file, references]));
  const bases = basesFor(site, expected, graph);
  const linked = linkedFiles(site, bases, graph);
  const own = [...graph.values()].flatMap((item) => item.references);
  return { files, graph, bases, linked, references: [...own, ...linked.references] };
}

function fileFindings(site: Site, files: readonly FileFacts[], vite: ViteBuild | undefined): Finding[] {
  const sizes = files.map(({ size }) => size);
  return [
    ...privateFiles(site),
    ...files.flatMap(({ findings }) => findings),
    ...largeChunks(sizes, vite?.chunkLimitKb),
    ...(vite ? unhashedAssets(site, vite) : []),
    ...duplicates(files.map(({ file, digest, size }) => ({ file, digest, bytes: size.bytes }))),
  ];
}

function basesFor(site: Site, { base, vite }: Expectation, graph: References): Bases {
  const page = pagesOf(graph)[0];
  const references = page === undefined ? [] : (graph.get(page)?.references ?? []);
  return basesOf(site, base, vite?.kind === 'site' ? vite.base : undefined, references);
}

/** The findings of checks that apply, each once, without a secret that an address may quote. */
function told(findings: readonly Finding[], left: readonly NotApplied[], secrets: readonly Secret[]): Finding[] {
  const applied = findings.filter(({ id }) => !left.some(({ ids }) => ids.includes(id)));
  const isRootless = applied.some(({ id }) => id === 'index-missing');
  const proving = applied.filter(({ id }) => !isRootless || !addressChecks.includes(id));
  return distinct(proving).map((item) => ({ ...item, message: withoutSecrets(item.message, secrets) }));
}

/** What is repeated in one file is one problem. */
function distinct(findings: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>();
  for (const item of findings) {
    const key = `${item.id} ${item.file} ${item.message}`;
    if (!first.has(key)) first.set(key, item);
  }
  return [...first.values()];
}
