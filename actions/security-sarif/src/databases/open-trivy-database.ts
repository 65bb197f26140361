import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { messageOf } from '@data-profiler-actions/action-kit';
import type { ScanRequest } from '../scanners/scanner.ts';
import { vulnerabilitySource } from './database-source.ts';
import { provideJavaIndex } from './java-index.ts';
import { obtainDatabase } from './obtain-database.ts';
import { checkTrivyDatabase } from './trivy-database.ts';

export type OpenedDatabase =
  | {
      readonly ok: true;
      /** The Trivy cache directory to scan with; absolute. */
      readonly cache: string;
      /** The folders that it leads to; absolute. */
      readonly folders: readonly string[];
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly reason: string; readonly detail: string };

/** The database given, or the one of today; only looking for vulnerabilities needs one. */
export async function openTrivyDatabase(request: ScanRequest): Promise<OpenedDatabase> {
  const { inputs, folder, scratch } = request;
  const own = join(scratch, 'trivy-cache');
  if (!inputs.trivyScanners.includes('vuln')) return { ok: true, cache: own, folders: [], notes: [] };
  try {
    const given = { cache: resolve(folder, inputs.trivyDb), note: '' };
    const { cache, note } = inputs.trivyDb === '' ? await obtainDatabase(vulnerabilitySource(), request) : given;
    const state = checkTrivyDatabase(cache, Date.now());
    if (!state.ok) return { ok: false, reason: state.reason, detail: '' };
    const database = realpathSync(join(cache, 'db'));
    // Trivy writes beside its database; a cache of its own that only points there leaves the given one as it was.
    mkdirSync(own, { recursive: true });
    symlinkSync(database, join(own, 'db'));
    const folders = [database, ...provideJavaIndex(own, cache)];
    return { ok: true, cache: own, folders, notes: [state.note, note].filter((text) => text !== '') };
  } catch (thrown) {
    return { ok: false, reason: 'its database could not be had', detail: messageOf(thrown) };
  }
}
