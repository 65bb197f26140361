import type { Manifest, Requirement } from './manifest.ts';

/** `name@1.2.3:`, in older lock files `/name@1.2.3(peer@1):` and `/name/1.2.3:`, as a key of `packages`. */
const entry = /^ {2}['"]?\/?((?:@[^/@]+\/)?[^/@'"]+)[@/](\d[^():'"_]*)[^:]*['"]?:/;

/** The packages of a pnpm-lock.yaml (lockfileVersion 5 to 9), which pnpm writes in one regular form. */
export function parsePnpmLock(text: string): Manifest {
  const requirements: Requirement[] = [];
  let section = '';
  text.split(/\r\n|\r|\n/).forEach((raw, index) => {
    section = /^(\w+):/.exec(raw)?.[1] ?? section;
    const [, name, version = ''] = (section === 'packages' && entry.exec(raw)) || [];
    if (name !== undefined) requirements.push({ name, version, line: index + 1, text: `${name}@${version}` });
  });
  return { requirements, includes: [] };
}
