import { cpSync, createReadStream, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { info, messageOf, UserError } from '@data-profiler-actions/action-kit';
import {
  createRegistryClient,
  parseManifest,
  parseReference,
  type Descriptor,
  type ImageReference,
} from '@data-profiler-actions/oci';
import { extractTar } from '../archive/tar.ts';
import type { DatabaseSource } from './database-source.ts';

export interface FetchRequest {
  /** The Trivy cache directory to make; absolute. */
  readonly folder: string;
  readonly temp: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Trivy's database of 2026 is 80 MB packed and ten times as much unpacked. */
const mostPacked = 2e9;
const mostTimes = 50;

/** Gets the newest database from the first mirror that has it. Every refusal is told. */
export async function fetchDatabase(source: DatabaseSource, request: FetchRequest): Promise<void> {
  const refusals: string[] = [];
  for (const mirror of source.mirrors) {
    try {
      await fetchFrom(mirror, source, request);
      return;
    } catch (thrown) {
      if (request.signal.aborted) throw thrown;
      refusals.push(`${mirror}: ${messageOf(thrown)}`);
      info(`${source.name}: ${refusals.at(-1) ?? ''}`);
    }
  }
  throw new UserError(`no mirror of ${source.name} gave it:\n${refusals.join('\n')}`);
}

async function fetchFrom(mirror: string, source: DatabaseSource, request: FetchRequest): Promise<void> {
  const parsed = parseReference(mirror);
  if (!parsed.ok) throw new UserError(`the reference ${parsed.problem}`);
  const { reference } = parsed;
  const { signal } = request;
  const client = createRegistryClient({ registry: reference.registry, signal, attempts: 3, onRetry: info });
  try {
    const layer = await layerOf(client, reference, source);
    const scratch = mkdtempSync(join(request.temp, `${source.name}-`));
    const file = join(scratch, 'layer.tar.gz');
    const { timeoutMs } = request;
    await client.saveBlob(reference.repository, layer.digest, { file, maxBytes: mostPacked, timeoutMs, signal });
    await unpackDatabase(file, layer.size, source, join(scratch, 'out'));
    replaceFolder(join(scratch, 'out'), request.folder);
    rmSync(scratch, { recursive: true, force: true });
    info(`${source.name}: fetched from ${mirror}, ${layer.digest}`);
  } finally {
    client.close();
  }
}

type Client = ReturnType<typeof createRegistryClient>;

async function layerOf(client: Client, reference: ImageReference, source: DatabaseSource): Promise<Descriptor> {
  const { repository, tag, digest } = reference;
  const stored = await client.getManifest(repository, digest ?? tag ?? 'latest');
  if (stored === undefined) throw new UserError('there is no such artifact');
  const manifest = parseManifest(stored.bytes, stored.mediaType);
  const layer =
    manifest.kind === 'image' ? manifest.layers.find(({ mediaType }) => mediaType === source.layerType) : undefined;
  if (layer === undefined) throw new UserError(`it holds no layer of type ${source.layerType}`);
  return layer;
}

/** Takes the database's own files out of a layer into the Trivy cache directory `cache`. What swells far beyond its packed size is no database, and is not unpacked. */
async function unpackDatabase(
  layer: string,
  packedBytes: number,
  source: DatabaseSource,
  cache: string,
): Promise<void> {
  const place = (name: string): string | undefined =>
    source.files.includes(name) ? join(cache, source.folder, name) : undefined;
  const stream = createReadStream(layer).pipe(createGunzip());
  const found = await extractTar(stream, { place, maxBytes: packedBytes * mostTimes });
  const missing = source.files.filter((file) => !found.includes(file));
  if (missing.length > 0) throw new UserError(`it holds no ${missing.join(', ')}`);
}

function replaceFolder(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  rmSync(to, { recursive: true, force: true });
  // A tool cache can be another file system than the job's scratch.
  cpSync(from, `${to}.new`, { recursive: true });
  renameSync(`${to}.new`, to);
}
