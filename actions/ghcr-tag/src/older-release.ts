import { newerRelease, releasesAmong, type RuledTag } from '@data-profiler-actions/image-tags';
import type { Decision } from './decision.ts';

/** What the registry holds, or why it could not be read. */
export type PublishedTags =
  { readonly ok: true; readonly tags: readonly string[] } | { readonly ok: false; readonly why: string };

/** Tags that must not move back to an older release: `latest`, and those that versions of a line share. */
export function movingTags({ tags }: Decision): RuledTag[] {
  return tags.filter(({ rule, line, version }) => version !== undefined && (rule === 'latest' || line !== undefined));
}

/** Holds back moving tags that a newer release has; `latest` also where nothing could be read. */
export function holdBack(decision: Decision, published: PublishedTags, suffix: string): Decision {
  const held = new Map(
    movingTags(decision).flatMap((tag): [RuledTag, string][] => {
      const why = reasonToHold(tag, published, suffix);
      return why === undefined ? [] : [[tag, why]];
    }),
  );
  return {
    tags: decision.tags.filter((tag) => !held.has(tag)),
    silent: [
      ...decision.silent,
      ...[...held].map(([tag, why]) => ({
        rule: tag.name === tag.rule ? tag.name : `${tag.name} (${tag.rule})`,
        why,
        warn: !published.ok,
      })),
    ],
  };
}

function reasonToHold({ rule, version, line }: RuledTag, published: PublishedTags, suffix: string): string | undefined {
  if (!published.ok)
    return rule === 'latest' ? `the published versions could not be read: ${published.why}` : undefined;
  if (!version) return undefined;
  const newer = newerRelease(version, releasesAmong(published.tags, suffix), line);
  return newer && `${version.text} is older than ${newer.text}, which is published`;
}
