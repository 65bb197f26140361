import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isObject } from '../http-server.ts';

/** One saved cache; `scope` is the git ref whose run saved it. */
export interface CacheEntry {
  readonly id: string;
  readonly key: string;
  readonly version: string;
  readonly scope: string;
  readonly blob: string;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly usedAt: number;
}

/**
 * The entry that GitHub would restore: scopes in order (the run's own ref, then the default branch); in a scope the exact key,
 * then the newest entry whose key starts with the key, then with each restore key.
 */
export function findEntry(
  entries: readonly CacheEntry[],
  keys: readonly string[],
  version: string,
  scopes: readonly string[],
): CacheEntry | undefined {
  for (const scope of scopes) {
    const candidates = entries
      .filter((entry) => entry.scope === scope && entry.version === version)
      .sort((a, b) => b.createdAt - a.createdAt);
    for (const key of keys) {
      const found =
        candidates.find((entry) => entry.key === key) ?? candidates.find((entry) => entry.key.startsWith(key));
      if (found) return found;
    }
  }
  return undefined;
}

/** Splits entries so that the kept ones, most recently used first, stay within `limit` bytes. */
export function withinLimit(
  entries: readonly CacheEntry[],
  limit: number,
): { kept: CacheEntry[]; evicted: CacheEntry[] } {
  const kept: CacheEntry[] = [];
  const evicted: CacheEntry[] = [];
  let size = 0;
  for (const entry of [...entries].sort((a, b) => b.usedAt - a.usedAt)) {
    size += entry.size;
    (size <= limit ? kept : evicted).push(entry);
  }
  return { kept, evicted };
}

/** Reads the index; an unreadable one is an empty cache, as a cache may always be lost. */
export function loadEntries(file: string): CacheEntry[] {
  if (!existsSync(file)) return [];
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch {
    return [];
  }
}

export function storeEntries(file: string, entries: readonly CacheEntry[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(entries));
  renameSync(`${file}.new`, file);
}

const isEntry = (value: unknown): value is CacheEntry =>
  isObject(value) &&
  ['id', 'key', 'version', 'scope', 'blob'].every((name) => typeof value[name] === 'string') &&
  ['size', 'createdAt', 'usedAt'].every((name) => typeof value[name] === 'number');
