import { refusal } from '../errors.ts';
import { parseManifest, type Descriptor } from '../content/manifest.ts';
import { ociIndex } from '../content/media-types.ts';
import { nextPage } from './next-page.ts';
import type { Session } from '../session/session.ts';

export interface Referrers {
  readonly descriptors: readonly Descriptor[];
  /** Whether the registry keeps the list itself; else its clients keep it, under `referrersTag`. */
  readonly byRegistry: boolean;
}

/** The tag under which clients keep what refers to a digest, where the registry does not (distribution-spec 1.1, "Referrers Tag Schema"). */
export function referrersTag(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm.slice(0, 32)}-${hex.slice(0, 64)}`;
}

export async function listReferrers(session: Session, repository: string, digest: string): Promise<Referrers> {
  const descriptors: Descriptor[] = [];
  const get = (path: string): ReturnType<Session['request']> =>
    session.request({ method: 'GET', path, repository, access: 'pull', headers: { accept: ociIndex } });
  // A registry that names a page again has no more of them.
  const seen = new Set<string>();
  for (let path: string | undefined = `/v2/${repository}/referrers/${digest}`; path !== undefined && !seen.has(path);) {
    seen.add(path);
    const answer = await get(path);
    if (answer.status === 404)
      return { descriptors: await taggedReferrers(get, repository, digest), byRegistry: false };
    if (answer.status !== 200) throw refusal(`list what refers to ${digest} in ${repository}`, answer);
    descriptors.push(...indexed(answer.body));
    path = nextPage(answer.headers['link'], answer.url);
  }
  return { descriptors, byRegistry: true };
}

async function taggedReferrers(
  get: (path: string) => ReturnType<Session['request']>,
  repository: string,
  digest: string,
): Promise<readonly Descriptor[]> {
  const answer = await get(`/v2/${repository}/manifests/${referrersTag(digest)}`);
  if (answer.status === 404) return [];
  if (answer.status !== 200) throw refusal(`list what refers to ${digest} in ${repository}`, answer);
  return indexed(answer.body);
}

function indexed(bytes: Buffer): readonly Descriptor[] {
  const list = parseManifest(bytes, ociIndex);
  return list.kind === 'index' ? list.manifests : [];
}
