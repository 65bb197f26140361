import { latestBranchTag, legalTag } from '../legal-tag.ts';
import { renderTemplate, usesExpression } from '../templates/template.ts';
import type { Flavor } from './flavor.ts';
import { nothing, type Release, type RuleValue } from './rule-result.ts';
import type { TagRule } from './rule-syntax.ts';
import { valueOf } from './rule-values.ts';
import { templateFacts, type RuleFacts } from './run-facts.ts';
import type { LineProblem } from './source-lines.ts';

/** A tag that a rule gave. */
export interface RuledTag {
  readonly name: string;
  /** The rule's line. */
  readonly rule: string;
  readonly why: string;
  /** What was done to make the name legal; empty where nothing. */
  readonly change: string;
  /** The name before that. */
  readonly raw: string;
  /** Of a tag that goes with a release, with the whole prefix and suffix of its name. */
  readonly release?: Release | undefined;
}

/** A rule that gave no tag of its own, with the reason; `warn` where that is hardly meant. */
export interface SilentRule {
  readonly rule: string;
  readonly why: string;
  readonly warn: boolean;
}

export interface RuledTags {
  /** The first is the version; `latest` is last. */
  readonly tags: readonly RuledTag[];
  readonly silent: readonly SilentRule[];
  readonly problems: readonly LineProblem[];
}

interface Given {
  readonly tag: RuledTag;
  readonly value: RuleValue;
}

/** Applies rules in the order of their priority (stable), as docker/metadata-action does. */
export function applyRules(rules: readonly TagRule[], flavor: Flavor, facts: RuleFacts): RuledTags {
  const given: Given[] = [];
  const silent: SilentRule[] = [];
  const problems: LineProblem[] = [];
  for (const rule of [...rules].sort((a, b) => b.priority - a.priority)) {
    const enabled = renderTemplate(rule.attributes['enable'] ?? 'true', templateFacts(facts));
    if (enabled !== 'true' && enabled !== 'false')
      problems.push({ line: rule.number, text: `has enable "${enabled}", which is neither true nor false` });
    const result = enabled === 'true' ? valueOf(rule, facts) : nothing('enable is false');
    if ('nothing' in result) silent.push({ rule: rule.line, why: result.nothing, warn: result.warn });
    else given.push({ tag: named(rule, result, flavor, facts), value: result });
  }
  const { tags, repeated } = withoutRepetition(given.map(({ tag }) => tag));
  const latest = latestOf(given[0], flavor, facts);
  const noLatest = flavor.latest === 'auto' ? given[0]?.value.noLatest : undefined;
  return {
    tags: withLatest(tags, latest),
    silent: [...silent, ...repeated, ...(noLatest ? [{ rule: 'latest', why: noLatest, warn: false }] : [])],
    problems,
  };
}

function named(rule: TagRule, { value, why, release }: RuleValue, flavor: Flavor, facts: RuleFacts): RuledTag {
  const render = (text: string): string => renderTemplate(text, templateFacts(facts));
  const prefix = render(rule.attributes['prefix'] ?? ownPrefix(rule) ?? flavor.prefix);
  const suffix = render(rule.attributes['suffix'] ?? flavor.suffix);
  const raw = `${prefix}${value}${suffix}`;
  const tag = { ...legalTag(raw), raw, rule: rule.line, why, release: release && around(release, prefix, suffix) };
  return tag.name === 'latest' && namesBranch(rule) ? { ...tag, ...latestBranchTag(raw) } : tag;
}

function around(release: Release, prefix: string, suffix: string): Release {
  return { ...release, before: `${prefix}${release.before}`, after: `${release.after}${suffix}` };
}

function ownPrefix({ type, attributes }: TagRule): string | undefined {
  if (type === 'sha') return 'sha-';
  return type === 'ref' && attributes['event'] === 'pr' ? 'pr-' : undefined;
}

function namesBranch({ type, attributes }: TagRule): boolean {
  const isRef = type === 'ref' && attributes['event'] === 'branch';
  return isRef || Object.values(attributes).some((text) => usesExpression(text, 'branch', 'base_ref'));
}

/** Each name once. Two different names that a tag cannot tell apart are worth a warning. */
function withoutRepetition(all: readonly RuledTag[]): { tags: RuledTag[]; repeated: SilentRule[] } {
  const tags: RuledTag[] = [];
  const repeated: SilentRule[] = [];
  for (const tag of all) {
    const first = tags.find(({ name }) => name === tag.name);
    if (!first) tags.push(tag);
    else if (first.raw === tag.raw)
      repeated.push({ rule: tag.rule, why: `${tag.name} is there already, from ${first.rule}`, warn: false });
    else {
      const why = `${tag.raw} and ${first.raw} (${first.rule}) are the same tag, ${tag.name}`;
      repeated.push({ rule: tag.rule, why, warn: true });
    }
  }
  return { tags, repeated };
}

/** Last, except where a rule made it the version. */
function withLatest(tags: readonly RuledTag[], latest: RuledTag | undefined): readonly RuledTag[] {
  if (!latest || tags[0]?.name === latest.name) return tags;
  return [...tags.filter(({ name }) => name !== latest.name), latest];
}

/** The first rule that gave a tag decides, unless the flavor does. */
function latestOf(first: Given | undefined, flavor: Flavor, facts: RuleFacts): RuledTag | undefined {
  const wanted = flavor.latest === 'auto' ? first?.value.latest === true : flavor.latest === 'true';
  if (!first || !wanted) return undefined;
  const why = flavor.latest === 'true' ? 'latest is true' : `${first.tag.rule} gave a release`;
  // Forced, it moves whatever is published: only a version that goes with it is compared.
  const { release } = first.tag;
  if (flavor.latest === 'true' || !release) return latestTag(flavor, facts, why);
  const { version, before, after, component } = release;
  return { ...latestTag(flavor, facts, why), release: { version, before, after, component } };
}

/** `latest`, with the flavor's prefix and suffix where they are wanted on it. */
export function latestTag(flavor: Flavor, facts: RuleFacts, why: string): RuledTag {
  const render = (text: string): string => renderTemplate(text, templateFacts(facts));
  const prefix = flavor.prefixOnLatest ? render(flavor.prefix) : '';
  const suffix = flavor.suffixOnLatest ? render(flavor.suffix) : '';
  const raw = `${prefix}latest${suffix}`;
  return { ...legalTag(raw), raw, rule: 'latest', why };
}
