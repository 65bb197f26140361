import { latestBranchTag, legalTag } from '../legal-tag.ts';
import { parseVersion, versionAtEnd, type Version } from '../versions/version.ts';

/** The facts of a run that the default rules need. */
export interface RefFacts {
  readonly refKind: 'branch' | 'tag' | 'pull' | 'other';
  /** Without `refs/…/`. */
  readonly refName: string;
  /** The full commit id. */
  readonly sha: string;
  readonly defaultBranch: string;
  /** Of a pull request's event. */
  readonly pullRequestNumber?: number;
}

/** One tag, the rule that gave it, and the reason for people. */
export interface ChosenTag {
  readonly name: string;
  readonly rule: 'branch' | 'pull request' | 'version' | 'sha' | 'latest';
  readonly why: string;
  /** What was done to make it legal; empty where nothing. */
  readonly change: string;
  /** Of a version: what the tag is about, and of `1.2` the line. */
  readonly version?: Version;
  readonly line?: string;
}

/** The tags of an image when no rules are given, most telling first, `latest` last. */
export function defaultTags(facts: RefFacts): ChosenTag[] {
  return firstOfEachName([...refTags(facts), ...shaTag(facts.sha), ...latestTag(facts)]);
}

/** A branch may be called what another rule gives, such as `sha-0123456`. */
export function firstOfEachName<T extends { readonly name: string }>(tags: readonly T[]): T[] {
  return tags.filter(({ name }, index) => tags.findIndex((tag) => tag.name === name) === index);
}

/** Why a ref gives no tag by its name; undefined where it does. */
export function noDefaultTag({ refKind, refName, pullRequestNumber }: RefFacts): string | undefined {
  if (pullRequestNumber !== undefined || refKind === 'branch' || parseVersion(refName)) return undefined;
  if (refKind !== 'tag') return `the ref ${refName} is neither branch nor tag nor pull request`;
  const before = versionAtEnd(refName)?.before;
  if (before === undefined) return `the tag ${refName} is no version like v1.2.3`;
  return `the tag ${refName} is a version of ${before.replace(/\W+$/, '')}: say so with tags: type=semver,pattern={{version}},match=^${before}(.*)$`;
}

function refTags(facts: RefFacts): ChosenTag[] {
  if (facts.pullRequestNumber !== undefined) return [pullTag(facts.pullRequestNumber)];
  if (facts.refKind === 'branch') return [branchTag(facts)];
  return facts.refKind === 'tag' ? versionTags(facts.refName) : [];
}

function branchTag({ refName }: RefFacts): ChosenTag {
  const why = `the branch is ${refName}`;
  return { ...(refName === 'latest' ? latestBranchTag(refName) : legalTag(refName)), rule: 'branch', why };
}

function pullTag(number: number): ChosenTag {
  return { name: `pr-${number}`, rule: 'pull request', why: `pull request ${number}`, change: '' };
}

function versionTags(tag: string): ChosenTag[] {
  const version = parseVersion(tag);
  if (!version) return [];
  const { text, major, minor, prerelease } = version;
  const why = prerelease ? `the tag ${tag} is a pre-release: its version alone` : `the version of tag ${tag}`;
  const whole: ChosenTag = { ...legalTag(text), rule: 'version', why, version };
  if (prerelease) return [whole];
  const line = `${major}.${minor}`;
  return [whole, { ...legalTag(line), rule: 'version', why: `the release line of tag ${tag}`, version, line }];
}

function shaTag(sha: string): ChosenTag[] {
  return sha ? [{ name: `sha-${sha.slice(0, 7)}`, rule: 'sha', why: `the commit is ${sha}`, change: '' }] : [];
}

function latestTag({ refKind, refName, defaultBranch, pullRequestNumber }: RefFacts): ChosenTag[] {
  const moves = refKind === 'branch' && pullRequestNumber === undefined && refName === defaultBranch;
  return moves ? [{ name: 'latest', rule: 'latest', why: `${refName} is the default branch`, change: '' }] : [];
}
