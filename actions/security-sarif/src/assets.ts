import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A file that comes with this action: beside the bundle, or one folder up from these sources. */
export function assetFile(...name: string[]): string {
  const candidates = [join(import.meta.dirname, 'assets', ...name), join(import.meta.dirname, '..', 'assets', ...name)];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${name.join('/')} is missing from this action.`);
  return found;
}
