import { objectOf, objectsIn, parseJson, textOf } from '@data-profiler-actions/action-kit';

export type CachePermission = 'write' | 'read' | 'none';

const writes = 2;

/**
 * What the run's token may do at the cache service: its claim `ac` lists scopes with a bit for reading (1) and one for writing (2). A token that does not
 * say is tried: BuildKit reads the same claim, and a refused export fails no build.
 */
export function permissionOf(token: string, mode: string | undefined): CachePermission {
  if (mode === 'none') return 'none';
  if (mode === 'read') return 'read';
  const scopes = scopesOf(token);
  if (scopes === undefined) return 'write';
  if (scopes.length === 0) return 'none';
  return scopes.some((permission) => (permission & writes) !== 0) ? 'write' : 'read';
}

function scopesOf(token: string): number[] | undefined {
  const claims = objectOf(parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')));
  const scopes = parseJson(textOf(claims['ac']));
  return Array.isArray(scopes) ? objectsIn(scopes).map(({ Permission: bits }) => Number(bits)) : undefined;
}
