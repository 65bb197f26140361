import { readEvent, type EventContext } from '@data-profiler-actions/action-kit';
import { parseRules, plainFlavor, sourceLines } from '@data-profiler-actions/image-tags';
import { decideTags, type Decision } from '../src/decision/decision.ts';
import { readVariables } from '../src/request/variables.ts';
import { ruleFacts } from '../src/run/facts.ts';

export const sha = '0123456789abcdef0123456789abcdef01234567';
export const now = new Date('2026-01-01T00:00:00Z');
export const variables = readVariables({}).variables;

/** The event of a run on a ref. */
export function event(ref: string, name = 'push', payload: Record<string, unknown> = {}): EventContext {
  const env = { GITHUB_REF: ref, GITHUB_SHA: sha, GITHUB_REPOSITORY: 'org/app', GITHUB_EVENT_NAME: name };
  return { ...readEvent(env), payload };
}

/** What rules give on a ref; the default rules where there are none. */
export function decide(ref: string, rules = '', latest: 'auto' | 'true' | 'false' = 'auto', name = 'push'): Decision {
  const inputs = { tags: parseRules(sourceLines(rules)).rules, flavor: plainFlavor, latest };
  return decideTags(inputs, ruleFacts(event(ref, name), variables, now));
}

export const names = ({ tags }: Pick<Decision, 'tags'>): string[] => tags.map(({ name }) => name);
