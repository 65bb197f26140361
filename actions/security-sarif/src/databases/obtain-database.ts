import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { info, messageOf, restoreFromCache, saveToCache } from '@data-profiler-actions/action-kit';
import type { DatabaseSource } from './database-source.ts';
import { fetchDatabase, type FetchRequest } from './fetch-database.ts';
import { datesOf } from './trivy-database.ts';

export interface ObtainRequest extends Omit<FetchRequest, 'folder'> {
  /** Where databases are kept; absolute. */
  readonly home: string;
  /** Why this run must not write caches; empty for a trusted one. */
  readonly untrusted: string;
}

export interface ObtainedDatabase {
  /** A Trivy cache directory; absolute. */
  readonly cache: string;
  /** What people should know about where it came from; empty for nothing. */
  readonly note: string;
}

const keptMs = 2 * 86_400_000;

/** The database of today: kept on this machine, in the run's cache, or fetched. Without any mirror an older one that is still here is used, and that is said. */
export async function obtainDatabase(source: DatabaseSource, request: ObtainRequest): Promise<ObtainedDatabase> {
  const kept = newest(source, request.home);
  if (kept !== undefined && isCurrent(source, kept)) return { cache: kept, note: '' };
  const day = new Date().toISOString().slice(0, 10);
  const folder = join(request.home, `${source.name}-${day}`);
  const cached = { paths: [folder], key: `security-sarif-${source.name}-${day}` };
  if ((await restoreFromCache(cached)) !== '' && isWhole(source, folder)) return { cache: folder, note: '' };
  try {
    await fetchDatabase(source, { ...request, folder });
    removeOld(source, request.home, folder);
    await saveToCache(cached, request.untrusted);
    return { cache: folder, note: '' };
  } catch (thrown) {
    if (kept === undefined || request.signal.aborted) throw thrown;
    info(messageOf(thrown));
    return { cache: kept, note: 'it could not be refreshed: no mirror gave a newer one' };
  }
}

function isWhole(source: DatabaseSource, cache: string): boolean {
  return source.files.every((file) => existsSync(join(cache, source.folder, file)));
}

/** Its makers say when the next one is due. */
function isCurrent(source: DatabaseSource, cache: string): boolean {
  const { nextUpdate } = datesOf(join(cache, source.folder));
  return nextUpdate !== undefined && nextUpdate > Date.now();
}

function folders(source: DatabaseSource, home: string): string[] {
  if (!existsSync(home)) return [];
  const own = readdirSync(home).filter((name) => name.startsWith(`${source.name}-`));
  return own.map((name) => join(home, name)).filter((folder) => isWhole(source, folder));
}

function newest(source: DatabaseSource, home: string): string | undefined {
  const updated = (cache: string): number => datesOf(join(cache, source.folder)).updated ?? 0;
  return folders(source, home).sort((a, b) => updated(b) - updated(a))[0];
}

/** Another run may still read the one of yesterday. */
function removeOld(source: DatabaseSource, home: string, current: string): void {
  for (const folder of folders(source, home))
    if (folder !== current && Date.now() - statSync(folder).mtimeMs > keptMs) rmSync(folder, { recursive: true });
}
