import { objectOf, parseJson } from '../content/json.ts';
import { refusal, RegistryError } from '../errors.ts';
import { nextPage } from './next-page.ts';
import type { Session } from '../session/session.ts';

export async function listTags(session: Session, repository: string): Promise<string[]> {
  const tags: string[] = [];
  const seen = new Set<string>();
  let path: string | undefined = `/v2/${repository}/tags/list?n=1000`;
  while (path !== undefined && !seen.has(path)) {
    seen.add(path);
    const response = await session.request({ method: 'GET', path, repository, access: 'pull' });
    if (response.status === 404) return tags;
    if (response.status !== 200) throw refusal(`list the tags of ${repository}`, response);
    tags.push(...tagsIn(response.body, repository));
    path = nextPage(response.headers['link'], response.url);
  }
  return [...new Set(tags)];
}

/** A repository without tags has null for them; an answer that is no list at all says nothing of its tags. */
function tagsIn(body: Buffer, repository: string): string[] {
  const { name, tags } = objectOf(parseJson(body.toString('utf8')));
  if (name === undefined && tags === undefined)
    throw new RegistryError(`list the tags of ${repository}: the answer is no list of tags`, 200, '');
  return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [];
}
