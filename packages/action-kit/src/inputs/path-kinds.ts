import { isAbsolute, normalize, sep } from 'node:path';
import { itemsOf } from './content-lines.ts';
import { bad, good, type InputKind, type Parsed } from './input-kinds.ts';

/** A path relative to the workspace that stays inside it, normalized; empty when not given. */
export const path = (): InputKind<string> => ({ parse: (raw) => parsePath(raw.trim()) });

/** Several paths relative to the workspace. */
export const paths = (): InputKind<string[]> => ({
  parse: (raw) => {
    const parsed = itemsOf(raw).map(parsePath);
    return parsed.find((item) => !item.ok) ?? good(parsed.flatMap((item) => (item.ok ? [item.value] : [])));
  },
});

function parsePath(raw: string): Parsed<string> {
  if (raw === '') return good('');
  const normal = normalize(raw);
  const outside = isAbsolute(normal) || normal === '..' || normal.startsWith(`..${sep}`);
  return outside ? bad('must be a relative path inside the workspace') : good(normal.replace(/[\\/]$/, ''));
}
