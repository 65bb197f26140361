import type { ViteBuild } from '../scripts/vite-build.ts';
import type { CheckId } from './finding.ts';

/** Checks that do not apply to a build, and why. */
export interface NotApplied {
  readonly reason: string;
  readonly ids: readonly CheckId[];
}

export interface Circumstances {
  readonly vite: ViteBuild | undefined;
  readonly wasBuilt: boolean;
  readonly hasBudgets: boolean;
  readonly hasManifest: boolean;
  /** A server was built beside the site. */
  readonly hasServer: boolean;
}

/** A library or a server is no site: it has no page, no base, and names that others refer to. */
const siteChecks: readonly CheckId[] = ['index-missing', 'base-mismatch', 'unhashed-asset', 'chunk-limit'];

/** Which checks a build leaves out. */
export function notApplied({ vite, wasBuilt, hasBudgets, hasManifest, hasServer }: Circumstances): NotApplied[] {
  const kind = vite?.kind ?? 'site';
  const pages = vite?.pages ?? [];
  const hasOtherPages = kind === 'site' && pages.length > 0 && !pages.includes('index.html');
  const reasons: readonly (readonly [holds: boolean, reason: string, ids: readonly CheckId[]])[] = [
    [kind === 'library', 'the build is a library', siteChecks],
    [kind === 'server', 'the build is for a server', [...siteChecks, 'localhost-url']],
    [hasOtherPages, 'the build has pages of other names', ['index-missing']],
    [kind === 'site' && hasServer, 'the server that was built beside the site makes the pages', ['index-missing']],
    [vite === undefined, 'only Vite’s names are known', ['unhashed-asset']],
    [!wasBuilt, 'nothing was built in this step', ['dist-stale']],
    [!hasManifest, 'the build writes no manifest', ['manifest-broken']],
    [!hasBudgets, 'no budget was given', ['budget']],
  ];
  return reasons.flatMap(([holds, reason, ids]) => (holds ? [{ reason, ids }] : []));
}
