import { lines, nearest, type InputKind } from '@data-profiler-actions/action-kit';
import {
  parseFlavor,
  parseRules,
  type Flavor,
  type RuleProblem,
  type TagRule,
} from '@data-profiler-actions/image-tags';

/** Rules, one a line; all mistakes are told, with the word that was probably meant. */
export const tagRules = (): InputKind<TagRule[]> => ({
  parse: (raw) => {
    const parsed = lines().parse(raw);
    if (!parsed.ok) return parsed;
    const { rules, problems } = parseRules(parsed.value);
    return problems.length === 0 ? { ok: true, value: rules } : { ok: false, problem: sentence(problems) };
  },
});

export const flavorLines = (): InputKind<Flavor> => ({
  parse: (raw) => {
    const parsed = lines().parse(raw);
    if (!parsed.ok) return parsed;
    const { flavor, problems } = parseFlavor(parsed.value);
    return problems.length === 0 ? { ok: true, value: flavor } : { ok: false, problem: sentence(problems) };
  },
});

/** Completes "Input x …". */
export function sentence(problems: readonly RuleProblem[]): string {
  return `is wrong: ${problems.map(describe).join('; ')}`;
}

function describe({ text, word, allowed = [] }: RuleProblem): string {
  if (allowed.length === 0) return text;
  const suggestion = word === undefined ? undefined : nearest(word, allowed);
  return `${text}${suggestion ? ` (did you mean ${suggestion}?)` : ''}; allowed are ${allowed.join(', ')}`;
}
