import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../site/site.ts';
import { finding, type CheckId, type Finding } from './finding.ts';

/** A site without an index. */
export function missingIndex(site: Site): Finding[] {
  if (site.has('index.html')) return [];
  const below = site.files.find((file) => /^[^/]+\/index\.html$/.test(file));
  const hint = below === undefined ? '' : `; there is ${below}`;
  return [finding('index-missing', 'index.html', `the output directory has no index.html${hint}`)];
}

/** Where the index is missing, the root of the site is somewhere else, and addresses prove nothing. */
export const addressChecks: readonly CheckId[] = ['ref-missing', 'case-mismatch', 'base-mismatch'];

/** File systems keep times coarsely, and clocks differ a little from those of file servers. */
const clockSlackMs = 2000;

/** An index, or where there is none a whole site, that is older than the build. */
export function staleOutput(site: Site, builtSince: number | undefined): Finding[] {
  if (builtSince === undefined || site.files.length === 0) return [];
  const isOld = (file: string): boolean => statSync(join(site.directory, file)).mtimeMs < builtSince - clockSlackMs;
  if (site.has('index.html') && isOld('index.html'))
    return [finding('dist-stale', 'index.html', 'index.html is older than this build, which did not write it')];
  return site.files.every(isOld)
    ? [finding('dist-stale', '', 'every file of the output is older than this build, which wrote none of them')]
    : [];
}
