import { describe, expect, it } from '@jest/globals';
import { readEvent, type EventContext } from '@data-profiler-actions/action-kit';
import { planUpload } from '../src/codecov/upload-plan.ts';

const push: EventContext = {
  ...readEvent({ GITHUB_REPOSITORY: 'octo/shop', GITHUB_REF: 'refs/heads/main', GITHUB_SHA: 'a'.repeat(40) }),
  ...{ runId: '7', serverUrl: 'https://github.com' },
};
const hidden = { ...push, repository: { ...push.repository, isPrivate: true } };

describe('an upload to Codecov', () => {
  it.each([
    ['a token before all else', push, 't', true, 'token'],
    ['an identity without a token', push, '', true, 'identity'],
    ['nothing, of a public repository', push, '', false, 'none'],
    ['a token that Dependabot was given', { ...hidden, untrusted: 'Dependabot' as const }, 't', false, 'token'],
    ['nothing, of a public repository’s fork', { ...push, untrusted: 'fork pull request' as const }, '', true, 'none'],
  ])('is known by %s', (_, event, token, identity, kind) => {
    expect(planUpload(event, token, identity)).toMatchObject({ kind: 'upload', credential: { kind } });
  });

  it.each([
    ['a private repository without token and identity', hidden, 'neither a codecov-token nor'],
    ['a fork of a private repository', { ...hidden, untrusted: 'fork pull request' as const }, 'fork pull request run'],
    ['Dependabot without a token', { ...push, untrusted: 'Dependabot' as const }, 'Dependabot run has no token'],
  ])('is left out for %s', (_, event, why) => {
    expect(planUpload(event, '', false)).toMatchObject({ kind: 'skip', why: expect.stringContaining(why) as unknown });
  });

  it('names the service of GitHub Enterprise', () => {
    const plan = planUpload({ ...push, serverUrl: 'https://git.example.org' }, 't', false);
    expect(plan).toMatchObject({ commit: expect.arrayContaining(['github_enterprise']) as unknown });
  });
});
