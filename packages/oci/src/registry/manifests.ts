import { digestCheck, digestOf, matchesDigest } from '../content/digest.ts';
import { refusal, RegistryError } from '../errors.ts';
import { acceptedManifests } from '../content/media-types.ts';
import { isDigest } from '../content/reference.ts';
import type { RegistryRequest, Session } from '../session/session.ts';

/** A manifest's bytes and what they are. */
export interface ManifestContent {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** A manifest as the registry holds it; `bytes` hash to `digest`, which has been checked. */
export interface StoredManifest extends ManifestContent {
  readonly digest: string;
}

export async function getManifest(
  session: Session,
  repository: string,
  reference: string,
): Promise<StoredManifest | undefined> {
  const asked = session.request(question('GET', repository, reference));
  const check = isDigest(reference) ? meanwhile(() => digestCheck(reference)) : undefined;
  const [response, matches] = await Promise.all([asked, check]);
  const { status, headers, body } = response;
  if (status === 404) return undefined;
  if (status !== 200) throw refusal(`read ${repository} ${reference}`, response);
  const digest = matches ? reference : (headers['docker-content-digest'] ?? digestOf(body));
  if (!(matches?.(body) ?? matchesDigest(body, digest)))
    throw invalid(`read ${repository} ${reference}: the bytes do not hash to ${digest}`, status);
  return { bytes: body, digest, mediaType: (headers['content-type'] ?? '').split(';')[0] ?? '' };
}

/**
 * Does a work while an answer is under way: Node takes longer to load what hashing needs than a near registry to answer. A request leaves at the end of a turn of
 * the event loop, over a new connection at that of the next.
 */
function meanwhile<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => setImmediate(() => setImmediate(() => resolve(work()))));
}

/** The digest of a manifest, without its bytes; undefined when there is none. */
export async function headManifest(
  session: Session,
  repository: string,
  reference: string,
): Promise<string | undefined> {
  const response = await session.request(question('HEAD', repository, reference));
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw refusal(`look up ${repository} ${reference}`, response);
  return response.headers['docker-content-digest'];
}

/** Stores a manifest under a tag or its digest, and gives the digest. */
export async function putManifest(
  session: Session,
  repository: string,
  reference: string,
  { bytes, mediaType }: ManifestContent,
): Promise<string> {
  const digest = isDigest(reference) ? reference : digestOf(bytes);
  if (digest === reference && !matchesDigest(bytes, digest)) throw new Error(`these bytes do not hash to ${reference}`);
  const response = await session.request({
    method: 'PUT',
    path: manifestPath(repository, reference),
    repository,
    access: 'pull,push',
    headers: { 'content-type': mediaType },
    body: bytes,
  });
  const { status, headers } = response;
  if (status !== 201 && status !== 200) throw refusal(`write ${repository} ${reference}`, response);
  const stored = headers['docker-content-digest'] ?? digest;
  if (stored !== digest) throw invalid(`write ${repository} ${reference}: stored as ${stored}, not ${digest}`, status);
  return digest;
}

function question(method: 'GET' | 'HEAD', repository: string, reference: string): RegistryRequest {
  const headers = { accept: acceptedManifests };
  return { method, path: manifestPath(repository, reference), repository, access: 'pull', headers };
}

function manifestPath(repository: string, reference: string): string {
  return `/v2/${repository}/manifests/${reference}`;
}

function invalid(message: string, status: number): RegistryError {
  return new RegistryError(message, status, 'DIGEST_INVALID');
}
