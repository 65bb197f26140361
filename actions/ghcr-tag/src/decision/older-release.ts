import { newerRelease, releasesAmong, type Release, type RuledTag } from '@data-profiler-actions/image-tags';
import type { Decision } from './decision.ts';

/** What is published: tags of the images' registries, or else of git; or why neither could be read. */
export type PublishedTags =
  | { readonly ok: true; readonly where: 'registry' | 'git'; readonly tags: readonly string[] }
  | { readonly ok: false; readonly why: string };

/** Tags that must not move back to an older release: `latest`, and those that versions of a line share. */
export function movingTags({ tags }: Pick<Decision, 'tags'>): RuledTag[] {
  return tags.filter(({ rule, release }) => release !== undefined && (rule === 'latest' || release.line !== undefined));
}

/** Holds back moving tags that a newer release has; `latest` also where nothing could be read, which is said of a line. */
export function holdBack(decision: Decision, published: PublishedTags): Decision {
  const moving = new Set(movingTags(decision));
  const judged = decision.tags.map((tag) => ({
    tag,
    held: moving.has(tag) ? reasonToHold(tag, published) : undefined,
  }));
  const unread = published.ok ? '' : '; whether a newer release has it could not be read';
  return {
    ...decision,
    tags: judged.flatMap(({ tag, held }) => {
      if (held !== undefined) return [];
      return [moving.has(tag) && !published.ok ? { ...tag, why: `${tag.why}${unread}` } : tag];
    }),
    silent: [
      ...decision.silent,
      ...judged.flatMap(({ tag, held }) => {
        if (held === undefined) return [];
        const rule = tag.name === tag.rule ? tag.name : `${tag.name} (${tag.rule})`;
        return [{ rule, why: held, warn: !published.ok }];
      }),
    ],
  };
}

function reasonToHold({ rule, release }: RuledTag, published: PublishedTags): string | undefined {
  if (!published.ok)
    return rule === 'latest' ? `the published versions could not be read: ${published.why}` : undefined;
  if (!release) return undefined;
  const { version, line } = release;
  const newer = newerRelease(version, releasesAmong(published.tags, namesOf(release, published.where)), line);
  const where = published.where === 'registry' ? 'published' : 'a tag in git';
  return newer && `${version.text} is older than ${newer.text}, which is ${where}`;
}

function namesOf(
  { version, before, after, component }: Release,
  where: 'registry' | 'git',
): Parameters<typeof releasesAmong>[1] {
  const around = where === 'registry' ? { prefix: before, suffix: after } : { prefix: component, suffix: '' };
  return { scheme: version.scheme, ...around };
}
