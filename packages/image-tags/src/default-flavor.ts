import { defaultTags } from './default-tags.ts';
import type { Flavor } from './flavor.ts';
import { legalTag } from './legal-tag.ts';
import type { RuledTag } from './apply-rules.ts';
import { templateFacts, type RuleFacts } from './rule-values.ts';
import { renderTemplate } from './template.ts';

/** The default tags under a flavor: its suffix on all, its prefix where the rule has none of its own, on `latest` only if told so. */
export function flavoredDefaults(flavor: Flavor, facts: RuleFacts): RuledTag[] {
  const prefix = renderTemplate(flavor.prefix, templateFacts(facts));
  const suffix = renderTemplate(flavor.suffix, templateFacts(facts));
  const latestName = `${flavor.prefixOnLatest ? prefix : ''}latest${flavor.suffixOnLatest ? suffix : ''}`;
  const chosen = defaultTags(facts);
  const others = chosen
    .filter(({ rule }) => rule !== 'latest')
    .map(({ name, rule, why }) => {
      const before = rule === 'sha' || rule === 'pull request' ? '' : prefix;
      return { name: legalTag(`${before}${name}${suffix}`).name, rule, why };
    });
  const byRule = chosen.find(({ rule }) => rule === 'latest');
  const why = flavor.latest === 'true' ? 'latest is true' : byRule?.why;
  if (flavor.latest === 'false' || why === undefined) return others;
  return [...others, { name: legalTag(latestName).name, rule: 'latest', why }];
}
