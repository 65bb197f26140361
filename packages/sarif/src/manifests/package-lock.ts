import type { Manifest, Requirement } from './manifest.ts';

/** The line of each installed package of a package-lock.json (lockfileVersion 2 and 3): its `version`, in the entry of `packages` whose path ends in its name. */
export function parsePackageLock(text: string): Manifest {
  const requirements: Requirement[] = [];
  let name = '';
  let inPackages = false;
  text.split(/\r\n|\r|\n/).forEach((raw, index) => {
    if (/^ {2}"packages": \{/.test(raw)) inPackages = true;
    else if (/^ {2}"/.test(raw)) inPackages = false;
    const path = inPackages ? /^ {4}"([^"]*)": \{/.exec(raw)?.[1] : undefined;
    if (path !== undefined) name = path.includes('node_modules/') ? (path.split('node_modules/').at(-1) ?? '') : '';
    const version = inPackages && name !== '' ? /^ {6}"version": "([^"]+)"/.exec(raw)?.[1] : undefined;
    if (version === undefined) return;
    requirements.push({ name, version, line: index + 1, text: `${name}@${version}` });
    name = '';
  });
  return { requirements, includes: [] };
}
