import type { InputKind } from '@data-profiler-actions/action-kit';
import { parseFlavor, parseRules, sourceLines, type Flavor, type TagRule } from '@data-profiler-actions/image-tags';
import { withoutProblems } from './line-mistakes.ts';

/** Rules, one a line. */
export const tagRules = (): InputKind<TagRule[]> => ({
  parse: (raw) => {
    const { rules, problems } = parseRules(sourceLines(raw));
    return withoutProblems(rules, problems, raw);
  },
});

export const flavorLines = (): InputKind<Flavor> => ({
  parse: (raw) => {
    const { flavor, problems } = parseFlavor(sourceLines(raw));
    return withoutProblems(flavor, problems, raw);
  },
});
