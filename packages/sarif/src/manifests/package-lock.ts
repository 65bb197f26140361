import { jsonStrings } from './json-strings.ts';
import type { Manifest, Requirement } from './manifest.ts';

/**
 * The installed packages of a package-lock.json, each at its `version`: the entries of `packages` whose path ends in a name (lockfileVersion 2 and 3), else those of
 * `dependencies` (1). An entry's own `name` is that of the package behind an alias.
 */
export function parsePackageLock(text: string): Manifest {
  const [installed, nested]: [Requirement[], Requirement[]] = [[], []];
  let alias: { readonly entry: string; readonly name: string } | undefined;
  for (const { path, value, line } of jsonStrings(text)) {
    const [section, entry = ''] = path;
    if (section === 'packages' && path.length === 3) {
      if (path[2] === 'name') alias = { entry, name: value };
      const folder = entry.split('node_modules/').at(-1) ?? '';
      const name = alias?.entry === entry ? alias.name : folder;
      if (path[2] === 'version' && entry.includes('node_modules/')) installed.push(locked(name, value, line));
    }
    const isNested = path.slice(0, -2).every((key, index) => index % 2 === 1 || key === 'dependencies');
    if (path.at(-1) === 'version' && path.length % 2 === 1 && isNested)
      nested.push(locked(path.at(-2) ?? '', value, line));
  }
  return { requirements: installed.length > 0 ? installed : nested.filter(({ name }) => name !== ''), includes: [] };
}

const locked = (name: string, version: string, line: number): Requirement => ({
  name,
  version,
  line,
  text: `${name}@${version}`,
});
