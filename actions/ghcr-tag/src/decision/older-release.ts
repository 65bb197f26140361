import {
  incomparableRelease,
  newerRelease,
  releasesAmong,
  type Release,
  type RuledTag,
  type Version,
} from '@data-profiler-actions/image-tags';
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
        return [{ rule, ...held }];
      }),
    ],
  };
}

interface Held {
  readonly why: string;
  /** Whether a person has to decide. */
  readonly warn: boolean;
}

function reasonToHold({ rule, release }: RuledTag, published: PublishedTags): Held | undefined {
  if (!published.ok) {
    const why = `the published versions could not be read: ${published.why}`;
    return rule === 'latest' ? { why, warn: true } : undefined;
  }
  if (!release) return undefined;
  const { version, line } = release;
  const releases = releasesAmong(published.tags, namesOf(release, published.where));
  const where = published.where === 'registry' ? 'published' : 'a tag in git';
  const other = line === undefined ? incomparableRelease(version, releases) : undefined;
  if (other) return { why: twoSchemes(version, other, where), warn: true };
  const newer = newerRelease(version, releases, line);
  return newer && { why: `${version.text} is older than ${newer.text}, which is ${where}`, warn: false };
}

function twoSchemes({ text }: Version, other: Version, where: string): string {
  const remedy = 'where this release is the newest, say latest: true, else latest: false';
  return `a calendar version and a semantic one cannot be compared, and ${text} is not of the kind of ${other.text}, the newest that is ${where}; ${remedy}`;
}

function namesOf(
  { version, before, after, component }: Release,
  where: 'registry' | 'git',
): Parameters<typeof releasesAmong>[1] {
  const around = where === 'registry' ? { prefix: before, suffix: after } : { prefix: component, suffix: '' };
  return { scheme: version.scheme, ...around };
}
