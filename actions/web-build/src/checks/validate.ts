import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkBudgets } from '../sizes/budgets.ts';
import { brokenManifest } from './build-manifest.ts';
import { contentChecks } from './content-checks.ts';
import { finding, type Finding } from './finding.ts';
import { siteReferences } from '../site/references.ts';
import { basesOf, checkReference } from '../site/resolve-reference.ts';
import { findSecrets, type Secret } from './secrets.ts';
import { openSite } from '../site/site.ts';
import { measure, type Sizes } from '../sizes/sizes.ts';

export interface Expectation {
  readonly base: string;
  readonly budgets: readonly string[];
  readonly secrets: readonly Secret[];
  /** Milliseconds since the epoch; undefined where nothing was built in this step. */
  readonly builtSince?: number;
}

export interface Validation {
  readonly findings: readonly Finding[];
  readonly sizes?: Sizes;
  readonly checkedReferences: number;
  readonly unverified: number;
}

/** File systems keep times coarsely, and clocks differ a little from those of file servers. */
const clockSlackMs = 2000;

/** Reads a built site and proves it: all there, of this build, every reference resolved, nothing private in it, budgets kept. */
export async function validate(directory: string, expected: Expectation): Promise<Validation> {
  const absent = missingSite(directory, expected.builtSince);
  if (absent?.id === 'dist-missing' || absent?.id === 'index-missing')
    return { findings: [absent], checkedReferences: 0, unverified: 0 };
  const site = openSite(directory);
  const { references, unverified } = await siteReferences(site);
  const bases = basesOf(
    site,
    expected.base,
    references.filter(({ from }) => from === 'index.html'),
  );
  const sizes = await measure(site, bases.built);
  const broken = references.flatMap((reference) => checkReference(site, bases, reference) ?? []);
  const findings = [
    ...(absent ? [absent] : []),
    ...distinct(broken),
    ...brokenManifest(site),
    ...findSecrets(site, expected.secrets),
    ...contentChecks(site, sizes),
    ...checkBudgets(expected.budgets, sizes),
  ];
  return { findings, sizes, checkedReferences: references.length, unverified };
}

function missingSite(directory: string, builtSince: number | undefined): Finding | undefined {
  const index = join(directory, 'index.html');
  if (!existsSync(directory)) return finding('dist-missing', '', 'there is no output directory after the build');
  if (!existsSync(index)) return finding('index-missing', 'index.html', 'the output directory has no index.html');
  if (builtSince !== undefined && statSync(index).mtimeMs < builtSince - clockSlackMs)
    return finding('dist-stale', 'index.html', 'index.html is older than this build, which did not write it');
  return undefined;
}

/** A reference repeated in one file is one problem. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [
    ...new Map(findings.toReversed().map((item) => [`${item.id} ${item.file} ${item.message}`, item])).values(),
  ].reverse();
}
