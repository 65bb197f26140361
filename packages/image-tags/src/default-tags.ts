import { legalTag, shortHash } from './legal-tag.ts';
import { parseVersion } from './version.ts';

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
}

/** The tags of an image when no rules are given, most telling first, `latest` last. */
export function defaultTags(facts: RefFacts): ChosenTag[] {
  return [...refTags(facts), ...shaTag(facts.sha), ...latestTag(facts)];
}

function refTags(facts: RefFacts): ChosenTag[] {
  if (facts.pullRequestNumber !== undefined) return [pullTag(facts.pullRequestNumber)];
  if (facts.refKind === 'branch') return [branchTag(facts)];
  return facts.refKind === 'tag' ? versionTags(facts.refName) : [];
}

function branchTag({ refName }: RefFacts): ChosenTag {
  if (refName === 'latest') {
    const why = 'the branch is called latest, a tag that only the default branch moves';
    return { name: `latest-${shortHash(refName)}`, rule: 'branch', why };
  }
  const { name, change } = legalTag(refName);
  return { name, rule: 'branch', why: `the branch is ${refName}${change ? `; ${change}` : ''}` };
}

function pullTag(number: number): ChosenTag {
  return { name: `pr-${number}`, rule: 'pull request', why: `pull request ${number}` };
}

function versionTags(tag: string): ChosenTag[] {
  const version = parseVersion(tag);
  if (!version) return [];
  const { text, major, minor, prerelease } = version;
  if (prerelease) return [{ ...legalVersion(text), why: `the tag ${tag} is a pre-release: its version alone` }];
  return [
    { ...legalVersion(text), why: `the version of tag ${tag}` },
    { ...legalVersion(`${major}.${minor}`), why: `the release line of tag ${tag}` },
  ];
}

function legalVersion(text: string): Pick<ChosenTag, 'name' | 'rule'> {
  return { name: legalTag(text).name, rule: 'version' };
}

function shaTag(sha: string): ChosenTag[] {
  return sha ? [{ name: `sha-${sha.slice(0, 7)}`, rule: 'sha', why: `the commit is ${sha}` }] : [];
}

function latestTag({ refKind, refName, defaultBranch, pullRequestNumber }: RefFacts): ChosenTag[] {
  const moves = refKind === 'branch' && pullRequestNumber === undefined && refName === defaultBranch;
  return moves ? [{ name: 'latest', rule: 'latest', why: `${refName} is the default branch` }] : [];
}
