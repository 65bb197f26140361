import { mistakesError } from '@data-profiler-actions/action-kit';
import {
  applyRules,
  flavoredDefaults,
  noDefaultTag,
  type RuledTag,
  type RuleFacts,
  type SilentRule,
} from '@data-profiler-actions/image-tags';
import type { Inputs } from '../inputs.ts';
import { lineMistakes } from '../request/line-mistakes.ts';

export interface Decision {
  readonly tags: readonly RuledTag[];
  /** Rules that gave nothing, and tags that were held back. */
  readonly silent: readonly SilentRule[];
  /** Whole sentences for people. */
  readonly warnings: readonly string[];
}

/** The user's rules, or the default ones, under the flavor; the input `latest` goes before the flavor's. */
export function decideTags(inputs: Pick<Inputs, 'tags' | 'flavor' | 'latest'>, facts: RuleFacts): Decision {
  const flavor = inputs.latest === 'auto' ? inputs.flavor : { ...inputs.flavor, latest: inputs.latest };
  if (inputs.tags.length === 0)
    return { tags: flavoredDefaults(flavor, facts), silent: noDefault(facts), warnings: [] };
  const { tags, silent, problems } = applyRules(inputs.tags, flavor, facts);
  if (problems.length > 0) {
    const lines = inputs.tags.map(({ number, line }) => ({ number, text: line }));
    throw mistakesError([{ input: 'tags', problem: lineMistakes(problems, lines) }]);
  }
  return { tags, silent, warnings: [] };
}

function noDefault(facts: RuleFacts): SilentRule[] {
  const why = noDefaultTag(facts);
  return why === undefined ? [] : [{ rule: 'version', why, warn: facts.refKind === 'tag' }];
}
