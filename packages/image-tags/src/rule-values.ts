import type { RefFacts } from './default-tags.ts';
import { parsePythonVersion } from './pep440.ts';
import { regularExpression, type TagRule } from './rule-syntax.ts';
import { renderTemplate, type TemplateFacts } from './template.ts';
import { parseVersion, type Version } from './version.ts';

/** The facts that rules of the user's own need beside those of the default rules. */
export interface RuleFacts extends RefFacts {
  readonly eventName: string;
  /** Of a pull request, or of a tag's push. */
  readonly baseRef: string;
  /** Characters of a short commit id. */
  readonly shortLength: number;
  readonly now: Date;
  readonly commitDate: Date;
}

/** What a rule gave before prefix and suffix. */
export interface RuleValue {
  readonly value: string;
  /** Whether `latest` goes with it when nothing else is said. */
  readonly latest: boolean;
  readonly version?: Version;
  /** Of a tag that several versions share, such as `1.2`: what they have in common. */
  readonly line?: string;
}

export type RuleResult = RuleValue | { readonly nothing: string; readonly warn?: boolean };

const nothing = (why: string, warn = false): RuleResult => ({ nothing: why, warn });

/** What expressions stand for in a run. */
export function templateFacts(facts: RuleFacts): TemplateFacts {
  const isDefault = isBranch(facts) && facts.refName === facts.defaultBranch;
  const values = {
    branch: isBranch(facts) ? facts.refName : '',
    tag: facts.refKind === 'tag' ? facts.refName : '',
    sha: facts.sha.slice(0, facts.shortLength),
    base_ref: facts.baseRef,
    is_default_branch: String(isDefault),
    is_not_default_branch: String(!isDefault),
  };
  return { values, now: facts.now, commitDate: facts.commitDate };
}

/** The value of an enabled rule, or why it gives none. */
export function valueOf(rule: TagRule, facts: RuleFacts): RuleResult {
  const { attributes } = rule;
  const render = (text = ''): string => renderTemplate(text, templateFacts(facts));
  switch (rule.type) {
    case 'schedule':
      if (!facts.eventName.includes('schedule')) return nothing('the event is no schedule');
      return { value: render(attributes['pattern'] ?? 'nightly'), latest: false };
    case 'semver':
    case 'pep440':
      return versionValue(rule, facts, render);
    case 'match':
      return matchValue(rule, facts, render);
    case 'edge': {
      const branch = render(attributes['branch']) || facts.defaultBranch;
      return isBranch(facts) && facts.refName === branch
        ? { value: 'edge', latest: false }
        : nothing(`the ref is not branch ${branch}`);
    }
    case 'ref':
      return refValue(attributes['event'] ?? '', facts);
    case 'raw':
      return { value: render(attributes['value']), latest: false };
    case 'sha':
      return {
        value: attributes['format'] === 'long' ? facts.sha : facts.sha.slice(0, facts.shortLength),
        latest: false,
      };
  }
}

function refValue(event: string, facts: RuleFacts): RuleResult {
  const { pullRequestNumber, refName, refKind } = facts;
  if (event === 'pr')
    return pullRequestNumber === undefined
      ? nothing('the run is for no pull request')
      : { value: String(pullRequestNumber), latest: false };
  if (event === 'branch') return isBranch(facts) ? { value: refName, latest: false } : nothing('the ref is no branch');
  return refKind === 'tag' ? { value: refName, latest: true, ...versionOf(refName) } : nothing('the ref is no tag');
}

function versionValue({ type, attributes }: TagRule, facts: RuleFacts, render: (text?: string) => string): RuleResult {
  const given = sourceText(attributes, facts, render);
  if (given === undefined) return nothing('the ref is no tag');
  const match = attributes['match'] ? regularExpression(attributes['match'])?.exec(given) : undefined;
  if (match === null) return nothing(`${given} does not match ${attributes['match'] ?? ''}`, true);
  const raw = (match ? (match[1] ?? match[0]) : given).replaceAll('/', '-');
  const version = type === 'semver' ? parseVersion(raw) : parsePythonVersion(raw);
  if (!version) return nothing(`"${raw}" is no version`, true);
  const pattern = attributes['pattern'] ?? '';
  const isRaw = /^\{\{\s*raw\s*\}\}$/.test(pattern);
  if (version.prerelease && !isRaw) return { value: version.text, latest: false, version };
  const parts = { raw, version: version.text, ...numbers(version), build: /\+(.*)$/.exec(raw)?.[1] ?? '' };
  const context = templateFacts(facts);
  const value = renderTemplate(pattern, { ...context, values: { ...context.values, ...parts } });
  const line = lineOf(pattern, version);
  return { value, latest: !version.prerelease, version, ...(line !== undefined && { line }) };
}

function numbers({ major, minor, patch, prerelease }: Version): Record<string, string> {
  return { major, minor, patch, prerelease };
}

/** A pattern without patch number makes a tag that later versions move on: `1.2`, or `1`. */
function lineOf(pattern: string, { major, minor }: Version): string | undefined {
  if (/\{\{\s*(?:raw|version|patch)\s*\}\}/.test(pattern)) return undefined;
  if (/\{\{\s*minor\s*\}\}/.test(pattern)) return `${major}.${minor}`;
  return /\{\{\s*major\s*\}\}/.test(pattern) ? major : undefined;
}

function matchValue({ attributes }: TagRule, facts: RuleFacts, render: (text?: string) => string): RuleResult {
  const given = sourceText(attributes, facts, render);
  if (given === undefined) return nothing('the ref is no tag');
  const pattern = attributes['pattern'] ?? '';
  const match = regularExpression(pattern)?.exec(given);
  const value = match?.[Number(attributes['group'] ?? '0')];
  return value ? { value, latest: true, ...versionOf(value) } : nothing(`${given} does not match ${pattern}`, true);
}

/** `value`, else the tag's name; undefined where there is neither. */
function sourceText(
  attributes: Readonly<Record<string, string>>,
  facts: RuleFacts,
  render: (text?: string) => string,
): string | undefined {
  if (attributes['value']) return render(attributes['value']).replace(/^refs\/tags\//, '');
  return facts.refKind === 'tag' ? facts.refName : undefined;
}

function versionOf(text: string): { version?: Version } {
  const version = parseVersion(text);
  return version ? { version } : {};
}

function isBranch({ refKind, pullRequestNumber }: RuleFacts): boolean {
  return refKind === 'branch' && pullRequestNumber === undefined;
}
