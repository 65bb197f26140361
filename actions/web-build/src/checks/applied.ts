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
  readonly manifest: string | undefined;
  /** A server was built beside the site. */
  readonly hasServer: boolean;
}

/** Which checks a build leaves out. A library or a server is no site: it has no page, no base, and names that others refer to. */
export function notApplied({ vite, wasBuilt, hasBudgets, manifest, hasServer }: Circumstances): NotApplied[] {
  const kind = vite?.kind ?? 'site';
  const noSite: CheckId[] = ['index-missing', 'base-mismatch', 'unhashed-asset', 'chunk-limit'];
  const pages = vite?.pages ?? [];
  const left: NotApplied[] = [
    ...(kind === 'library' ? [{ reason: 'the build is a library', ids: noSite }] : []),
    ...(kind === 'server' ? [{ reason: 'the build is for a server', ids: [...noSite, 'localhost-url' as const] }] : []),
    ...(kind === 'site' && pages.length > 0 && !pages.includes('index.html')
      ? [{ reason: 'the build has pages of other names', ids: ['index-missing' as const] }]
      : []),
    ...(kind === 'site' && hasServer
      ? [{ reason: 'the server that was built beside the site makes the pages', ids: ['index-missing' as const] }]
      : []),
    ...(vite ? [] : [{ reason: 'only Vite’s names are known', ids: ['unhashed-asset' as const] }]),
    ...(wasBuilt ? [] : [{ reason: 'nothing was built in this step', ids: ['dist-stale' as const] }]),
    ...(manifest === undefined ? [{ reason: 'the build writes no manifest', ids: ['manifest-broken' as const] }] : []),
    ...(hasBudgets ? [] : [{ reason: 'no budget was given', ids: ['budget' as const] }]),
  ];
  return left;
}

/** What Vite begins the addresses of built assets with, where a script names them absolutely; empty where it does not. */
export function assetPrefix({ kind, base, assetsDir }: ViteBuild): string {
  const isAbsolute = /^(\/|https?:\/\/)/.test(base);
  return kind === 'site' && isAbsolute && assetsDir !== '' ? `${base.replace(/\/*$/, '/')}${assetsDir}/` : '';
}
