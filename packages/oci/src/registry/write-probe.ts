import { refusal } from '../errors.ts';
import type { Session } from '../session/session.ts';

/** Proves write access by starting an upload; what cancels it again is handed to `later`, and never rejects. */
export async function probeWrite(
  session: Session,
  repository: string,
  later: (work: Promise<unknown>) => void,
): Promise<void> {
  const write = { repository, access: 'pull,push' } as const;
  const started = await session.request({ method: 'POST', path: `/v2/${repository}/blobs/uploads/`, ...write });
  if (started.status !== 202) throw refusal(`write to ${repository}`, started);
  const location = started.headers['location'];
  if (location === undefined) return;
  // A registry that cannot cancel drops the upload by itself after a while, so its answer is of no interest.
  const cancelled = session.request({ method: 'DELETE', path: new URL(location, started.url).href, ...write });
  later(cancelled.catch(() => undefined));
}
