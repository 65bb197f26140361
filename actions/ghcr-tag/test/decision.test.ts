import { describe, expect, it } from '@jest/globals';
import { readEvent } from '@data-profiler-actions/action-kit';
import { decideByDefault, refFacts } from '../src/decision.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const event = (ref: string): ReturnType<typeof readEvent> =>
  readEvent({ GITHUB_REF: ref, GITHUB_SHA: sha, GITHUB_REPOSITORY: 'org/app' });
const namesFor = (ref: string, latest: 'auto' | 'true' | 'false'): string[] =>
  decideByDefault(refFacts(event(ref), {}), latest).map(({ name }) => name);

describe('deciding tags', () => {
  it.each([
    ['refs/heads/main', 'auto', ['main', 'sha-0123456', 'latest']],
    ['refs/heads/main', 'false', ['main', 'sha-0123456']],
    ['refs/heads/develop', 'true', ['develop', 'sha-0123456', 'latest']],
    ['refs/pull/7/merge', 'auto', ['pr-7', 'sha-0123456']],
    ['refs/tags/v1.2.3', 'auto', ['1.2.3', '1.2', 'sha-0123456']],
  ] as const)('for %s with latest %s', (ref, latest, names) => {
    expect(namesFor(ref, latest)).toEqual(names);
  });

  it('takes the head commit of a pull request only when asked', () => {
    const pull = {
      ...event('refs/pull/7/merge'),
      pullRequest: { number: 7, baseSha: '', headSha: 'f'.repeat(40), baseRef: 'main' },
    };
    expect(refFacts(pull, {}).sha).toBe(sha);
    expect(refFacts(pull, { DOCKER_METADATA_PR_HEAD_SHA: 'true' }).sha).toBe('f'.repeat(40));
  });

  it('gives nothing where no rule applies, instead of inventing a tag', () => {
    expect(decideByDefault(refFacts(readEvent({}), {}), 'auto')).toEqual([]);
  });
});
