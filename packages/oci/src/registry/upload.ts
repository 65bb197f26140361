import { refusal } from '../errors.ts';
import type { Session } from '../session/session.ts';

/** A blob above this goes in several requests, so that a broken connection costs one of them and no proxy's limit is met. */
export const chunkBytes = 16 * 1024 * 1024;

/** Where an upload goes on: registries give a new address with every answer. */
interface Progress {
  readonly location: string;
  /** Bytes that the registry holds. */
  readonly offset: number;
}

interface Upload {
  readonly session: Session;
  readonly repository: string;
  readonly body: Buffer;
  readonly digest: string;
}

/** Starts an upload and sends a blob (distribution-spec 1.1, "Pushing blobs"): at once, or in chunks where it is large. */
export async function putBlob(upload: Upload, chunk = chunkBytes): Promise<void> {
  const { session, repository } = upload;
  const path = `/v2/${repository}/blobs/uploads/`;
  const started = await session.request({ method: 'POST', path, repository, access: 'pull,push' });
  const location = started.headers['location'];
  if (started.status !== 202 || location === undefined) throw refusal(`write a blob to ${repository}`, started);
  await sendBlob(upload, new URL(location, started.url).href, smallestChunk(started.headers, chunk));
}

/** Sends a blob to an upload that has been started. */
export async function sendBlob(upload: Upload, location: string, chunk = chunkBytes): Promise<void> {
  if (upload.body.length <= chunk) return complete(upload, location, upload.body);
  let progress: Progress = { location, offset: 0 };
  while (progress.offset < upload.body.length) progress = await sendChunk(upload, progress, chunk);
  await complete(upload, progress.location, Buffer.alloc(0));
}

async function sendChunk(upload: Upload, { location, offset }: Progress, chunk: number): Promise<Progress> {
  const { session, repository, body } = upload;
  const part = body.subarray(offset, offset + chunk);
  const headers = {
    'content-type': 'application/octet-stream',
    'content-range': `${offset}-${offset + part.length - 1}`,
  };
  const request = { method: 'PATCH', path: location, repository, access: 'pull,push', headers, body: part } as const;
  const answer = await session.request(request);
  if (answer.status === 202) return progressOf(answer.headers, answer.url, location, offset + part.length);
  // A chunk that arrived although its answer was lost is out of order when it is sent again: the registry knows how far it is.
  if (answer.status !== 416) throw refusal(`write a part of a blob to ${repository}`, answer);
  const state = await session.request({ method: 'GET', path: location, repository, access: 'pull,push' });
  if (state.status !== 204) throw refusal(`go on writing a blob to ${repository}`, state);
  return progressOf(state.headers, state.url, location, offset);
}

/** `Range: 0-N` is how far the registry is, and `0-0` also that it holds nothing; one that does not say took what it was sent. */
function progressOf(headers: Readonly<Record<string, string>>, base: string, before: string, sent: number): Progress {
  const location = headers['location'] === undefined ? before : new URL(headers['location'], base).href;
  return { location, offset: bytesHeld(headers['range']) ?? sent };
}

function bytesHeld(range = ''): number | undefined {
  const last = /^(?:bytes=)?0-(\d+)$/.exec(range)?.[1];
  if (last === undefined) return undefined;
  return last === '0' ? 0 : Number(last) + 1;
}

async function complete({ session, repository, digest }: Upload, location: string, body: Buffer): Promise<void> {
  const to = new URL(location);
  to.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  const request = { method: 'PUT', path: to.href, repository, access: 'pull,push', headers, body } as const;
  const stored = await session.request(request);
  if (stored.status !== 201) throw refusal(`write blob ${digest} to ${repository}`, stored);
}

/** A registry may ask for chunks of a least size (`OCI-Chunk-Min-Length`). */
function smallestChunk(headers: Readonly<Record<string, string>>, chunk: number): number {
  const least = Number(headers['oci-chunk-min-length'] ?? '0');
  return Number.isFinite(least) ? Math.max(least, chunk) : chunk;
}
