import { legalTag } from './legal-tag.ts';
import { parseVersion } from './version.ts';

/** What the default rules look at. */
export interface TagSubject {
  readonly refKind: 'branch' | 'tag' | 'pull' | 'other';
  /** Without its prefix; of a pull request the number. */
  readonly refName: string;
  readonly sha: string;
  readonly defaultBranch: string;
}

/** One tag that a rule made, with the reason people read; `change` is empty where the text was legal as it stood. */
export interface MadeTag {
  readonly name: string;
  readonly rule: string;
  readonly why: string;
  readonly change: string;
}

export interface DefaultTags {
  /** The first is the version; `latest` is last. */
  readonly tags: readonly MadeTag[];
  /** Why a rule made nothing. */
  readonly notMade: readonly string[];
}

const shortLength = 7;

/** The default rules: branch name, `sha-COMMIT`, `pr-N`, versions of a version tag, and `latest` on the default branch only. */
export function defaultTags(subject: TagSubject): DefaultTags {
  const candidates = [...refTags(subject), ...commitTag(subject), ...latestTag(subject)];
  const unique = candidates.filter(
    ({ name }, index) => name !== '' && candidates.findIndex((other) => other.name === name) === index,
  );
  return {
    tags: unique,
    notMade: candidates.filter(({ name }) => name === '').map(({ rule, change }) => `${rule}: ${change}`),
  };
}

function refTags(subject: TagSubject): MadeTag[] {
  switch (subject.refKind) {
    case 'branch':
      return [branchTag(subject.refName)];
    case 'pull':
      return [made(`pr-${subject.refName}`, 'pull request', `built for pull request ${subject.refName}`)];
    case 'tag':
      return versionTags(subject.refName);
    default:
      return [];
  }
}

/** A branch called `latest` would take the tag that means something else; it is spelled out instead. */
function branchTag(branch: string): MadeTag {
  const tag = made(branch, 'branch', `built from branch ${branch}`);
  return tag.name === 'latest'
    ? {
        ...tag,
        name: 'branch-latest',
        change: '"latest" became "branch-latest": latest is kept for the default branch',
      }
    : tag;
}

function versionTags(tag: string): MadeTag[] {
  const version = parseVersion(tag);
  if (!version) return [made(tag, 'tag', `built from tag ${tag}, which is no version`)];
  const exact = made(version.text, 'version', `tag ${tag} is version ${version.text}`);
  if (version.prerelease) return [exact];
  const line = `${version.major}.${version.minor}`;
  return [exact, made(line, 'release line', `${version.text} belongs to line ${line}`)];
}

function commitTag({ sha }: TagSubject): MadeTag[] {
  return sha ? [made(`sha-${sha.slice(0, shortLength)}`, 'commit', `built from commit ${sha}`)] : [];
}

function latestTag({ refKind, refName, defaultBranch }: TagSubject): MadeTag[] {
  return refKind === 'branch' && refName === defaultBranch
    ? [made('latest', 'default branch', `${refName} is the default branch`)]
    : [];
}

function made(text: string, rule: string, why: string): MadeTag {
  const { tag, change } = legalTag(text);
  return { name: tag, rule, why, change };
}
