import { legalTag } from '../legal-tag.ts';
import { renderTemplate } from '../templates/template.ts';
import { latestTag, type RuledTag } from './apply-rules.ts';
import { defaultTags, firstOfEachName, type ChosenTag } from './default-tags.ts';
import type { Flavor } from './flavor.ts';
import { templateFacts, type RuleFacts } from './run-facts.ts';

/** The default tags under a flavor: its suffix on all, its prefix where the rule has none of its own, on `latest` only if told so. */
export function flavoredDefaults(flavor: Flavor, facts: RuleFacts): RuledTag[] {
  const prefix = renderTemplate(flavor.prefix, templateFacts(facts));
  const suffix = renderTemplate(flavor.suffix, templateFacts(facts));
  const chosen = defaultTags(facts);
  const others = chosen
    .filter(({ rule }) => rule !== 'latest')
    .map((tag) => dressed(tag, tag.rule === 'sha' || tag.rule === 'pull request' ? '' : prefix, suffix, facts));
  const byRule = chosen.find(({ rule }) => rule === 'latest');
  const why = flavor.latest === 'true' ? 'latest is true' : byRule?.why;
  const latest = flavor.latest === 'false' || why === undefined ? [] : [latestTag(flavor, facts, why)];
  return firstOfEachName([...others, ...latest]);
}

function dressed(tag: ChosenTag, before: string, after: string, facts: RuleFacts): RuledTag {
  const { rule, why, version, line } = tag;
  const raw = `${before}${plainName(tag, facts)}${after}`;
  const { name, change } = legalTag(raw);
  const release = version && { version, line, before, after, component: '' };
  return { name, change: tag.change || change, raw, rule, why, release };
}

/** The name before it was made legal, so that what stands around it counts towards its length. */
function plainName({ name, rule }: ChosenTag, { sha, shortLength, refName }: RuleFacts): string {
  if (rule === 'sha') return `sha-${sha.slice(0, shortLength)}`;
  return rule === 'branch' && refName !== 'latest' ? refName : name;
}
