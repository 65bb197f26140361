import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Site } from '../site/site.ts';
import { finding, type CheckId, type Finding } from './finding.ts';

/** Where bundlers and frameworks write when `dist` is not there. */
const usualOutputs = ['build', 'out', 'build/client', '.output/public', '.vitepress/dist', '_site', 'public', 'www'];

/** `place` is the output directory as people write it. */
export function missingOutput(directory: string, place: string): Finding {
  const other = usualOutputs.find((usual) => existsSync(join(dirname(directory), usual, 'index.html')));
  const hint = other === undefined ? '' : `; there is ${other}/index.html beside it`;
  return finding('dist-missing', '', `there is no ${place} after the build${hint}`);
}

/** A site without an index. */
export function missingIndex(site: Site): Finding[] {
  if (site.has('index.html')) return [];
  const below = site.files.find((file) => /^[^/]+\/index\.html$/.test(file));
  const hint = below === undefined ? '' : `; there is ${below}`;
  return [finding('index-missing', 'index.html', `the output directory has no index.html${hint}`)];
}

/** Frameworks that make pages at request time build into `client` and `server`, side by side. */
export const hasServerBeside = ({ directory }: Site): boolean =>
  basename(directory) === 'client' && existsSync(join(directory, '..', 'server'));

/** Where the index is missing, the root of the site is somewhere else, and addresses prove nothing. */
export const addressChecks: readonly CheckId[] = ['ref-missing', 'case-mismatch', 'base-mismatch'];
