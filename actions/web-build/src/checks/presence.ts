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
