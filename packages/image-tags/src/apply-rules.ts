import type { Flavor } from './flavor.ts';
import { legalTag, shortHash } from './legal-tag.ts';
import type { RuleProblem, TagRule } from './rule-syntax.ts';
import { templateFacts, valueOf, type RuleFacts, type RuleValue } from './rule-values.ts';
import { renderTemplate } from './template.ts';
import type { Version } from './version.ts';

/** A tag that a rule gave. */
export interface RuledTag {
  readonly name: string;
  /** The rule's line. */
  readonly rule: string;
  readonly why: string;
  readonly version?: Version;
  /** What versions that share the tag have in common. */
  readonly line?: string;
}

export interface RuledTags {
  /** The first is the version; `latest` is last. */
  readonly tags: readonly RuledTag[];
  /** Rules that gave nothing, with the reason; `warn` where that is hardly meant. */
  readonly silent: readonly { readonly rule: string; readonly why: string; readonly warn: boolean }[];
  readonly problems: readonly RuleProblem[];
}

/** Applies rules in the order of their priority (stable), as docker/metadata-action does. */
export function applyRules(rules: readonly TagRule[], flavor: Flavor, facts: RuleFacts): RuledTags {
  const tags: RuledTag[] = [];
  const silent: { rule: string; why: string; warn: boolean }[] = [];
  const problems: RuleProblem[] = [];
  let first: RuleValue | undefined;
  for (const rule of [...rules].sort((a, b) => b.priority - a.priority)) {
    const enabled = renderTemplate(rule.attributes['enable'] ?? 'true', templateFacts(facts));
    if (enabled !== 'true' && enabled !== 'false')
      problems.push({ text: `"${rule.line}" has enable "${enabled}", which is neither true nor false` });
    const result = enabled === 'true' ? valueOf(rule, facts) : { nothing: 'enable is false' };
    if ('nothing' in result || result.value === '') {
      const why = 'nothing' in result ? result.nothing : 'its value is empty';
      silent.push({ rule: rule.line, why, warn: 'nothing' in result && result.warn === true });
      continue;
    }
    first ??= result;
    tags.push(named(rule, result, flavor, facts));
  }
  const unique = tags.filter(({ name }, index) => tags.findIndex((other) => other.name === name) === index);
  return { tags: withLatest(unique, first, flavor, facts), silent, problems };
}

function named(rule: TagRule, result: RuleValue, flavor: Flavor, facts: RuleFacts): RuledTag {
  const render = (text: string): string => renderTemplate(text, templateFacts(facts));
  const prefix = rule.attributes['prefix'] ?? ownPrefix(rule) ?? flavor.prefix;
  const suffix = rule.attributes['suffix'] ?? flavor.suffix;
  const raw = `${render(prefix)}${result.value}${render(suffix)}`;
  const { name, change } = legalTag(raw);
  const { version, line } = result;
  const tag = { rule: rule.line, ...(version && { version }), ...(line !== undefined && { line }) };
  if (name === 'latest' && rule.type === 'ref' && rule.attributes['event'] === 'branch')
    return { ...tag, name: `latest-${shortHash(raw)}`, why: 'a branch called latest does not move the tag latest' };
  return { ...tag, name, why: change ? `${raw}: ${change}` : `gives ${raw}` };
}

function ownPrefix({ type, attributes }: TagRule): string | undefined {
  if (type === 'sha') return 'sha-';
  return type === 'ref' && attributes['event'] === 'pr' ? 'pr-' : undefined;
}

/** The first rule that gave a tag decides, unless the flavor does. */
function withLatest(
  tags: readonly RuledTag[],
  first: RuleValue | undefined,
  flavor: Flavor,
  facts: RuleFacts,
): RuledTag[] {
  const wanted = flavor.latest === 'auto' ? first?.latest === true : flavor.latest === 'true';
  if (!first || !wanted) return [...tags];
  const render = (text: string): string => renderTemplate(text, templateFacts(facts));
  const prefix = flavor.prefixOnLatest ? render(flavor.prefix) : '';
  const suffix = flavor.suffixOnLatest ? render(flavor.suffix) : '';
  const { name } = legalTag(`${prefix}latest${suffix}`);
  const why = flavor.latest === 'true' ? 'latest is true' : 'the first rule that gave a tag is for a release';
  // Forced, it moves whatever is published: only a version that goes with it is compared.
  const version = flavor.latest === 'auto' ? first.version : undefined;
  const latest: RuledTag = { name, rule: 'latest', why, ...(version && { version }) };
  return [...tags.filter((tag) => tag.name !== name), latest];
}
