import { download } from '@data-profiler-actions/http';
import { matchesDigest, digestOf } from './digest.ts';
import { refusal, RegistryError } from './errors.ts';
import type { Descriptor } from './manifest.ts';
import { acceptedManifests } from './media-types.ts';
import { isDigest } from './reference.ts';
import { listReferrers, type Referrers } from './referrers.ts';
import { nextPage } from './next-page.ts';
import { hasBlob, takeBlob } from './blobs.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';
import { putBlob } from './upload.ts';

/** A manifest as the registry holds it; `bytes` hash to `digest`, which has been checked. */
export interface StoredManifest {
  readonly bytes: Buffer;
  readonly digest: string;
  readonly mediaType: string;
}

/** One registry (OCI distribution-spec 1.1). `reference` is a tag or a digest. Refusals are thrown as RegistryError. */
export interface RegistryClient {
  /** Every tag, all pages; empty when the repository does not exist. */
  listTags(repository: string): Promise<string[]>;
  /** Undefined when there is no such manifest. */
  getManifest(repository: string, reference: string): Promise<StoredManifest | undefined>;
  /** The digest of a manifest, without its bytes; undefined when there is none. */
  headManifest(repository: string, reference: string): Promise<string | undefined>;
  /** Stores bytes under a tag or their digest, and gives the digest. */
  putManifest(
    repository: string,
    reference: string,
    manifest: { readonly bytes: Buffer; readonly mediaType: string },
  ): Promise<string>;
  getBlob(repository: string, digest: string): Promise<Buffer>;
  /** Streams a blob into a file, for what is too large to hold in memory. The file stays only if it hashes to the digest. */
  saveBlob(repository: string, digest: string, target: BlobTarget): Promise<void>;
  /** Whether a blob is there. */
  hasBlob(repository: string, digest: string): Promise<boolean>;
  /** Stores bytes as a blob, in chunks where they are many, and gives their digest. */
  putBlob(repository: string, bytes: Buffer): Promise<string>;
  /** Makes a blob of another repository of the registry one of this too, by mounting it or, where the registry does not mount, by copying. */
  takeBlob(repository: string, blob: Pick<Descriptor, 'digest' | 'size'>, from: string): Promise<void>;
  /** What refers to a manifest as its subject: signatures, attestations. */
  listReferrers(repository: string, digest: string): Promise<Referrers>;
  /** Proves write access by starting an upload, which is cancelled while other work goes on; throws the registry's refusal. */
  probeWrite(repository: string): Promise<void>;
  close(): void;
}

export interface BlobTarget {
  /** Absolute. */
  readonly file: string;
  readonly maxBytes: number;
  /** Of the whole transfer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export function createRegistryClient(options: SessionOptions): RegistryClient {
  const session = openSession(options);
  /** Nobody waits for these; they never reject. */
  const unfinished: Promise<unknown>[] = [];
  return {
    listTags: (repository) => listTags(session, repository),
    getManifest: (repository, reference) => getManifest(session, repository, reference),
    headManifest: (repository, reference) => headManifest(session, repository, reference),
    putManifest: (repository, reference, manifest) => putManifest(session, repository, reference, manifest),
    getBlob: (repository, digest) => getBlob(session, repository, digest),
    saveBlob: (repository, digest, target) => saveBlob(session, repository, digest, target),
    hasBlob: (repository, digest) => hasBlob(session, repository, digest),
    putBlob: async (repository, body) => {
      const digest = digestOf(body);
      await putBlob({ session, repository, body, digest });
      return digest;
    },
    takeBlob: (repository, blob, from) => takeBlob(session, repository, blob, from),
    listReferrers: (repository, digest) => listReferrers(session, repository, digest),
    probeWrite: (repository) => probeWrite(session, repository, (work) => void unfinished.push(work)),
    close: () => void Promise.all(unfinished).then(() => session.close()),
  };
}

async function listTags(session: Session, repository: string): Promise<string[]> {
  const tags: string[] = [];
  const seen = new Set<string>();
  let path: string | undefined = `/v2/${repository}/tags/list?n=1000`;
  while (path !== undefined && !seen.has(path)) {
    seen.add(path);
    const response = await session.request({ method: 'GET', path, repository, access: 'pull' });
    if (response.status === 404) return tags;
    if (response.status !== 200) throw refusal(`list the tags of ${repository}`, response);
    const page = (JSON.parse(response.body.toString('utf8')) as { tags?: unknown }).tags;
    if (Array.isArray(page)) tags.push(...page.filter((tag): tag is string => typeof tag === 'string'));
    path = nextPage(response.headers['link'], response.url);
  }
  return [...new Set(tags)];
}

async function getManifest(
  session: Session,
  repository: string,
  reference: string,
): Promise<StoredManifest | undefined> {
  const response = await session.request({
    method: 'GET',
    path: `/v2/${repository}/manifests/${reference}`,
    repository,
    access: 'pull',
    headers: { accept: acceptedManifests },
  });
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw refusal(`read ${repository} ${reference}`, response);
  const promised = isDigest(reference)
    ? reference
    : (response.headers['docker-content-digest'] ?? digestOf(response.body));
  if (!matchesDigest(response.body, promised)) {
    throw new RegistryError(
      `read ${repository} ${reference}: the bytes do not hash to ${promised}`,
      response.status,
      'DIGEST_INVALID',
    );
  }
  return {
    bytes: response.body,
    digest: promised,
    mediaType: (response.headers['content-type'] ?? '').split(';')[0] ?? '',
  };
}

async function headManifest(session: Session, repository: string, reference: string): Promise<string | undefined> {
  const response = await session.request({
    method: 'HEAD',
    path: `/v2/${repository}/manifests/${reference}`,
    repository,
    access: 'pull',
    headers: { accept: acceptedManifests },
  });
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw refusal(`look up ${repository} ${reference}`, response);
  return response.headers['docker-content-digest'];
}

async function putManifest(
  session: Session,
  repository: string,
  reference: string,
  { bytes, mediaType }: { readonly bytes: Buffer; readonly mediaType: string },
): Promise<string> {
  if (isDigest(reference) && !matchesDigest(bytes, reference))
    throw new Error(`these bytes do not hash to ${reference}`);
  const response = await session.request({
    method: 'PUT',
    path: `/v2/${repository}/manifests/${reference}`,
    repository,
    access: 'pull,push',
    headers: { 'content-type': mediaType },
    body: bytes,
  });
  if (response.status !== 201 && response.status !== 200) throw refusal(`write ${repository} ${reference}`, response);
  const expected = isDigest(reference) ? reference : digestOf(bytes);
  const stored = response.headers['docker-content-digest'] ?? expected;
  if (stored !== expected)
    throw new RegistryError(
      `write ${repository} ${reference}: stored as ${stored}, not ${expected}`,
      response.status,
      'DIGEST_INVALID',
    );
  return expected;
}

async function getBlob(session: Session, repository: string, digest: string): Promise<Buffer> {
  const first = await session.request({
    method: 'GET',
    path: `/v2/${repository}/blobs/${digest}`,
    repository,
    access: 'pull',
  });
  const location = first.headers['location'];
  const moved = first.status >= 300 && first.status < 400 && location !== undefined;
  const response = moved
    ? await session.request({ method: 'GET', path: new URL(location, first.url).href, repository, access: 'pull' })
    : first;
  if (response.status !== 200) throw refusal(`read blob ${digest} of ${repository}`, response);
  if (!matchesDigest(response.body, digest))
    throw new RegistryError(`blob ${digest} of ${repository}: its bytes do not hash to it`, 200, 'DIGEST_INVALID');
  return response.body;
}

/** The question whether it is there brings the token that the transfer needs. */
async function saveBlob(session: Session, repository: string, digest: string, target: BlobTarget): Promise<void> {
  const path = `/v2/${repository}/blobs/${digest}`;
  const asked = await session.request({ method: 'HEAD', path, repository, access: 'pull' });
  if (asked.status >= 400) throw refusal(`read blob ${digest} of ${repository}`, asked);
  await download({ ...session.addressOf(path, repository), ...target, digest });
}

async function probeWrite(
  session: Session,
  repository: string,
  later: (work: Promise<unknown>) => void,
): Promise<void> {
  const started = await session.request({
    method: 'POST',
    path: `/v2/${repository}/blobs/uploads/`,
    repository,
    access: 'pull,push',
  });
  if (started.status !== 202) throw refusal(`write to ${repository}`, started);
  const location = started.headers['location'];
  if (location === undefined) return;
  // A registry that cannot cancel drops the upload by itself after a while, so its answer is of no interest.
  const cancel = {
    method: 'DELETE',
    path: new URL(location, started.url).href,
    repository,
    access: 'pull,push',
  } as const;
  later(session.request(cancel).catch(() => undefined));
}
