import { mistakesError } from '@data-profiler-actions/action-kit';
import {
  applyRules,
  flavoredDefaults,
  type RuledTag,
  type RuleFacts,
  type RuledTags,
} from '@data-profiler-actions/image-tags';
import type { Inputs } from './inputs.ts';
import { sentence } from './rule-inputs.ts';

export interface Decision {
  readonly tags: readonly RuledTag[];
  /** Rules that gave nothing, and tags that were held back. */
  readonly silent: RuledTags['silent'];
}

/** The user's rules, or the default ones, under the flavor; the input `latest` goes before the flavor's. */
export function decideTags(inputs: Pick<Inputs, 'tags' | 'flavor' | 'latest'>, facts: RuleFacts): Decision {
  const flavor = inputs.latest === 'auto' ? inputs.flavor : { ...inputs.flavor, latest: inputs.latest };
  if (inputs.tags.length === 0) return { tags: flavoredDefaults(flavor, facts), silent: [] };
  const { tags, silent, problems } = applyRules(inputs.tags, flavor, facts);
  if (problems.length > 0) throw mistakesError([{ input: 'tags', problem: sentence(problems) }]);
  return { tags, silent };
}
