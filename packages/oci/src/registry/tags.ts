import { refusal } from '../errors.ts';
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
    const page = (JSON.parse(response.body.toString('utf8')) as { tags?: unknown }).tags;
    if (Array.isArray(page)) tags.push(...page.filter((tag): tag is string => typeof tag === 'string'));
    path = nextPage(response.headers['link'], response.url);
  }
  return [...new Set(tags)];
}
