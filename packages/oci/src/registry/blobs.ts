import { download } from '@data-profiler-actions/http';
import { matchesDigest } from '../content/digest.ts';
import { refusal, RegistryError } from '../errors.ts';
import type { Descriptor } from '../content/manifest.ts';
import type { Session } from '../session/session.ts';
import { sendBlob } from './upload.ts';

/** Where a blob is streamed to. */
export interface BlobTarget {
  /** Absolute. */
  readonly file: string;
  readonly maxBytes: number;
  /** Of the whole transfer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** The largest blob that is carried through memory where a registry does not mount; most layers are far smaller. */
const largestCopy = 512 * 1024 * 1024;

export async function hasBlob(session: Session, repository: string, digest: string): Promise<boolean> {
  const path = blobPath(repository, digest);
  const { status } = await session.request({ method: 'HEAD', path, repository, access: 'pull' });
  return status < 400;
}

/** What a transfer of that many bytes may take: a minute, and a second more for each megabyte. */
export function transferMs(bytes: number): number {
  return 60_000 + Math.ceil(bytes / 1000);
}

/** Registries often keep blobs elsewhere and redirect there. `size` is what is expected, for the time that it may take. */
export async function getBlob(session: Session, repository: string, digest: string, size = 0): Promise<Buffer> {
  const get = { method: 'GET', repository, access: 'pull', timeoutMs: transferMs(size) } as const;
  const first = await session.request({ ...get, path: blobPath(repository, digest) });
  const { location } = first.headers;
  const moved = first.status >= 300 && first.status < 400 && location !== undefined;
  const response = moved ? await session.request({ ...get, path: new URL(location, first.url).href }) : first;
  if (response.status !== 200) throw refusal(`read blob ${digest} of ${repository}`, response);
  if (!matchesDigest(response.body, digest))
    throw new RegistryError(`blob ${digest} of ${repository}: its bytes do not hash to it`, 200, 'DIGEST_INVALID');
  return response.body;
}

/** The question whether it is there brings the token that the transfer needs. */
export async function saveBlob(
  session: Session,
  repository: string,
  digest: string,
  target: BlobTarget,
): Promise<void> {
  const path = blobPath(repository, digest);
  const asked = await session.request({ method: 'HEAD', path, repository, access: 'pull' });
  if (asked.status >= 400) throw refusal(`read blob ${digest} of ${repository}`, asked);
  await download({ ...session.addressOf(path, repository), ...target, digest });
}

/** Mounts a blob (distribution-spec 1.1, "Mounting a blob from another repository"); a registry may answer with an upload instead, which is then used. */
export async function takeBlob(
  session: Session,
  repository: string,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
  from: string,
): Promise<void> {
  const query = `mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from)}`;
  const path = `/v2/${repository}/blobs/uploads/?${query}`;
  const write = { repository, access: 'pull,push', alsoPull: from } as const;
  const there = await session.request({ method: 'HEAD', path: blobPath(repository, digest), ...write });
  if (there.status === 200) return;
  const mounted = await session.request({ method: 'POST', path, ...write });
  if (mounted.status === 201) return;
  const location = mounted.headers['location'];
  if (mounted.status !== 202 || location === undefined)
    throw refusal(`mount ${digest} of ${from} in ${repository}`, mounted);
  if (size > largestCopy)
    throw new RegistryError(`the registry does not mount ${digest} of ${from}, and it is too large to copy`, 202, '');
  const body = await getBlob(session, from, digest, size);
  await sendBlob({ session, repository, body, digest }, new URL(location, mounted.url).href);
}

function blobPath(repository: string, digest: string): string {
  return `/v2/${repository}/blobs/${digest}`;
}
