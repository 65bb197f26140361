import { join } from 'node:path';
import { isText, objectOf } from '@data-profiler-actions/action-kit';
import { managerNamed, type ManagerName } from './manager.ts';
import { readJson } from './read-json.ts';

export interface Declared {
  readonly name: ManagerName;
  readonly version: string;
  readonly hash: string;
  readonly because: string;
}

/** What the nearest package.json that says something says: `packageManager` (nodejs/corepack), else `devEngines` (docs.npmjs.com, package.json). */
export function declaredManager(folders: readonly string[]): Declared | undefined {
  for (const folder of folders) {
    const manifest = readJson(join(folder, 'package.json'));
    const declared = fromPackageManager(manifest['packageManager']) ?? fromDevEngines(manifest['devEngines']);
    if (declared) return declared;
  }
  return undefined;
}

/** `name@version`, optionally `+algorithm.hex` of what is downloaded. */
function fromPackageManager(field: unknown): Declared | undefined {
  if (!isText(field)) return undefined;
  const [, word = '', version = '', hash = ''] = /^([^@]+)(?:@([^+]*)(?:\+(.*))?)?$/.exec(field.trim()) ?? [];
  const name = managerNamed(word);
  const shown = hash === '' ? field : `${word}@${version}`;
  return name && { name, version, hash, because: `packageManager: ${shown}` };
}

function fromDevEngines(field: unknown): Declared | undefined {
  const engines = [objectOf(field)['packageManager']].flat().map(objectOf);
  for (const engine of engines) {
    const name = managerNamed(engine['name']);
    const version = isText(engine['version']) ? engine['version'] : '';
    if (name) return { name, version, hash: '', because: 'devEngines in package.json' };
  }
  return undefined;
}
