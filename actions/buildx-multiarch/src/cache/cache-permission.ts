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
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { ac?: unknown };
    const scopes: unknown = typeof claims.ac === 'string' ? JSON.parse(claims.ac) : undefined;
    return Array.isArray(scopes)
      ? scopes.map((scope) => Number((scope as { Permission?: unknown }).Permission))
      : undefined;
  } catch {
    return undefined;
  }
}
