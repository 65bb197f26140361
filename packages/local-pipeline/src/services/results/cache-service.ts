import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { textsIn, type JsonObject } from '@data-profiler-actions/action-kit';
import { isObject } from '../http-server.ts';
import type { BlobStore } from './blob-store.ts';
import { findEntry, loadEntries, storeEntries, withinLimit, type CacheEntry } from './cache-entries.ts';
import { checkFields, reply, textField, twirpError, type TwirpMethod, type TwirpReply } from './twirp.ts';

export interface CacheServiceOptions {
  readonly directory: string;
  readonly blobs: BlobStore;
  /** Scopes the run may read; it writes to the first. */
  readonly scopes: readonly string[];
  readonly baseUrl: () => string;
  /** Bytes that all entries together may take. */
  readonly limit: number;
}

/** Both spellings: the toolkit writes proto names, BuildKit's client JSON names. */
const optional = ['metadata', 'size_bytes', 'sizeBytes', 'restore_keys', 'restoreKeys'];

/** The entries on disk: every change keeps them within the limit. */
interface EntryStore {
  entries(): readonly CacheEntry[];
  replace(next: readonly CacheEntry[]): void;
}

function openEntryStore({ directory, blobs, limit }: CacheServiceOptions): EntryStore {
  const index = join(directory, 'index.json');
  let entries = loadEntries(index).filter((entry) => blobs.size(entry.blob) !== undefined);
  blobs.prune(new Set(entries.map((entry) => entry.blob)));
  return {
    entries: () => entries,
    replace: (next) => {
      const { kept, evicted } = withinLimit(next, limit);
      evicted.forEach((entry) => blobs.remove(entry.blob));
      entries = kept;
      storeEntries(index, entries);
    },
  };
}

/** `github.actions.results.api.v1.CacheService`: reserve, upload, finalize; look up by key and prefixes. */
export function createCacheService(options: CacheServiceOptions): Readonly<Record<string, TwirpMethod>> {
  const { blobs, scopes } = options;
  const store = openEntryStore(options);
  const pending = new Map<string, string>();
  const scope = scopes[0] ?? '';
  const idOf = (request: JsonObject): string => `${textField(request, 'version')} ${textField(request, 'key')}`;

  const create: TwirpMethod = (request) => {
    const exists = store
      .entries()
      .some((entry) => entry.scope === scope && `${entry.version} ${entry.key}` === idOf(request));
    if (exists || pending.has(idOf(request)))
      return reply({ ok: false, signed_upload_url: '', message: 'cache entry already exists' });
    const blob = blobs.create();
    pending.set(idOf(request), blob);
    return reply({ ok: true, signed_upload_url: blobs.signedUrl(options.baseUrl(), blob, 'cache') });
  };

  const finalize: TwirpMethod = (request) => {
    const blob = pending.get(idOf(request));
    const size = blob === undefined ? undefined : blobs.size(blob);
    if (blob === undefined || size === undefined)
      return twirpError('invalid_argument', 'nothing was uploaded under this key and version');
    const announced = Number(request['size_bytes'] ?? request['sizeBytes'] ?? size);
    if (announced !== size)
      return twirpError('invalid_argument', `size ${announced} was announced, ${size} bytes were uploaded`);
    pending.delete(idOf(request));
    const id = String(randomInt(1, 2 ** 40));
    const now = Date.now();
    const key = textField(request, 'key');
    store.replace([
      ...store.entries(),
      { id, key, version: textField(request, 'version'), scope, blob, size, createdAt: now, usedAt: now },
    ]);
    return reply({ ok: true, entry_id: id });
  };

  const lookUp: TwirpMethod = (request) => {
    const entries = store.entries();
    const found = findEntry(
      entries,
      [textField(request, 'key'), ...restoreKeys(request)],
      textField(request, 'version'),
      scopes,
    );
    if (!found) return reply({ ok: false, signed_download_url: '', matched_key: '' });
    store.replace(entries.map((entry) => (entry === found ? { ...entry, usedAt: Date.now() } : entry)));
    return reply({
      ok: true,
      matched_key: found.key,
      signed_download_url: blobs.signedUrl(options.baseUrl(), found.blob, 'cache'),
    });
  };

  return {
    CreateCacheEntry: checked(create),
    FinalizeCacheEntryUpload: checked(finalize),
    GetCacheEntryDownloadURL: checked(lookUp),
  };
}

const checked =
  (method: TwirpMethod): TwirpMethod =>
  (request): TwirpReply | Promise<TwirpReply> =>
    checkFields(request, ['key', 'version'], optional) ?? badMetadata(request) ?? method(request);

const badMetadata = (request: JsonObject): TwirpReply | undefined =>
  request['metadata'] === undefined || request['metadata'] === null || isObject(request['metadata'])
    ? undefined
    : twirpError('invalid_argument', 'metadata is not a message');

const restoreKeys = (request: JsonObject): string[] => textsIn(request['restore_keys'] ?? request['restoreKeys']);
