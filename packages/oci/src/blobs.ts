import { refusal, RegistryError } from './errors.ts';
import type { Descriptor } from './manifest.ts';
import type { Session } from './session.ts';
import { sendBlob } from './upload.ts';

/** The largest blob that is carried through memory where a registry does not mount; most layers are far smaller. */
const largestCopy = 512 * 1024 * 1024;

export async function hasBlob(session: Session, repository: string, digest: string): Promise<boolean> {
  const path = `/v2/${repository}/blobs/${digest}`;
  const { status } = await session.request({ method: 'HEAD', path, repository, access: 'pull' });
  return status < 400;
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
  const there = await session.request({ method: 'HEAD', path: `/v2/${repository}/blobs/${digest}`, ...write });
  if (there.status === 200) return;
  const mounted = await session.request({ method: 'POST', path, ...write });
  if (mounted.status === 201) return;
  const location = mounted.headers['location'];
  if (mounted.status !== 202 || location === undefined)
    throw refusal(`mount ${digest} of ${from} in ${repository}`, mounted);
  if (size > largestCopy)
    throw new RegistryError(`the registry does not mount ${digest} of ${from}, and it is too large to copy`, 202, '');
  const body = await readBlob(session, from, digest);
  await sendBlob({ session, repository, body, digest }, new URL(location, mounted.url).href);
}

async function readBlob(session: Session, repository: string, digest: string): Promise<Buffer> {
  const path = `/v2/${repository}/blobs/${digest}`;
  const first = await session.request({ method: 'GET', path, repository, access: 'pull' });
  const location = first.status >= 300 && first.status < 400 ? first.headers['location'] : undefined;
  const moved = location === undefined ? undefined : new URL(location, first.url).href;
  const answer =
    moved === undefined ? first : await session.request({ method: 'GET', path: moved, repository, access: 'pull' });
  if (answer.status !== 200) throw refusal(`read blob ${digest} of ${repository}`, answer);
  return answer.body;
}
