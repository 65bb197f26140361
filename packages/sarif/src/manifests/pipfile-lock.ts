import { jsonStrings } from './json-strings.ts';
import { canonicalName, type Manifest } from './manifest.ts';

/** The packages of a Pipfile.lock, each at its `version`; `_meta` holds none, and one from an address or a folder has no version. */
export function parsePipfileLock(text: string): Manifest {
  const requirements = [...jsonStrings(text)].flatMap(({ path, value, line }) => {
    const [section, name = '', member] = path;
    if (section === '_meta' || path.length !== 3 || member !== 'version') return [];
    const version = value.replace(/^===?/, '');
    return [{ name: canonicalName(name), version, line, text: `${name}==${version}` }];
  });
  return { requirements, includes: [] };
}
