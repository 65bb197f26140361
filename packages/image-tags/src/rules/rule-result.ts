import type { Version } from '../versions/version.ts';

/** What a rule gave before prefix and suffix. */
export interface RuleValue {
  readonly value: string;
  readonly why: string;
  /** Whether `latest` goes with it when nothing else is said. */
  readonly latest: boolean;
  /** Why `latest` does not go with it where docker/metadata-action would have it. */
  readonly noLatest?: string;
  readonly release?: Release;
}

/** The release that a tag is about. */
export interface Release {
  readonly version: Version;
  /** Of a tag that several versions share, such as `1.2`: what they have in common. */
  readonly line?: string | undefined;
  /** What stands around the version in the tag. */
  readonly before: string;
  readonly after: string;
  /** What stands before the version in the git tag, such as `app/`. */
  readonly component: string;
}

/** What a rule gave, or why it gave nothing; `warn` where that is hardly meant. */
export type RuleResult = RuleValue | NoValue;

export interface NoValue {
  readonly nothing: string;
  readonly warn: boolean;
}

export const nothing = (why: string): NoValue => ({ nothing: why, warn: false });
export const hardlyMeant = (why: string): NoValue => ({ nothing: why, warn: true });

/** The part of a monorepo whose git tags begin so: `app` of `app/`. */
export const componentName = (before: string): string => before.replace(/\/.*$/, '');

/** The rule for one part of a monorepo; Semantic Versioning knows no version of one or two parts, Python does. */
export const componentHint = (before: string, version?: Version): string =>
  `use type=${version?.scheme.endsWith('-part') ? 'pep440' : 'semver'},pattern={{version}},match=^${before}(.*)$`;
