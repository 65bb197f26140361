import { applyRules, parseFlavor, parseRules, sourceLines, type RuledTags, type RuleFacts } from '../src/index.ts';

/** A push to main at a fixed moment. */
export const base: RuleFacts = {
  refKind: 'branch',
  refName: 'main',
  sha: '0123456789abcdef0123456789abcdef01234567',
  defaultBranch: 'main',
  eventName: 'push',
  baseRef: '',
  shortLength: 7,
  now: new Date('2026-03-04T23:05:06.000Z'),
  commitDate: new Date('2026-01-02T03:04:05.000Z'),
};
export const tag = (refName: string): RuleFacts => ({ ...base, refKind: 'tag', refName });
export const branch = (refName: string): RuleFacts => ({ ...base, refName });
export const pull: RuleFacts = {
  ...base,
  ...{ refKind: 'pull', refName: '7', pullRequestNumber: 7, baseRef: 'main', eventName: 'pull_request' },
};

/** What rules and flavor, as one writes them, give. */
export function applied(facts: RuleFacts, rules: string, flavor = ''): RuledTags {
  return applyRules(parseRules(sourceLines(rules)).rules, parseFlavor(sourceLines(flavor)).flavor, facts);
}

export const names = (facts: RuleFacts, rules: string, flavor = ''): string[] =>
  applied(facts, rules, flavor).tags.map(({ name }) => name);
