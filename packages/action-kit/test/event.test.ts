import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEvent } from '../src/index.ts';

function eventWith(env: Record<string, string>, payload: unknown = {}): ReturnType<typeof readEvent> {
  const file = join(mkdtempSync(join(tmpdir(), 'event-')), 'event.json');
  writeFileSync(file, JSON.stringify(payload));
  return readEvent({ GITHUB_REPOSITORY: 'org/app', GITHUB_EVENT_PATH: file, ...env });
}

const pull = (fullName: string): unknown => ({
  pull_request: { number: 7, base: { sha: 'b', ref: 'main' }, head: { sha: 'h', repo: { full_name: fullName } } },
});

describe('the context of a run', () => {
  it.each([
    ['refs/heads/feature/x', 'branch', 'feature/x'],
    ['refs/tags/v1.2.3', 'tag', 'v1.2.3'],
    ['refs/pull/7/merge', 'pull', '7'],
  ])('reads %s', (ref, refKind, refName) => {
    expect(eventWith({ GITHUB_REF: ref })).toMatchObject({ refKind, refName });
  });

  it.each([
    ['push', {}, 'main'],
    ['schedule', {}, 'trunk'],
    ['schedule', { repository: { default_branch: 'develop' } }, 'develop'],
  ])('of a %s with payload %j has the default branch %s', (name, payload, defaultBranch) => {
    const env = { GITHUB_REF: 'refs/heads/trunk', GITHUB_EVENT_NAME: name };
    expect(eventWith(env, payload).repository).toMatchObject({ defaultBranch });
  });

  it('trusts a pull request of the same repository', () => {
    expect(eventWith({}, pull('org/app'))).toMatchObject({
      untrusted: '',
      pullRequest: { number: 7, baseSha: 'b', headSha: 'h' },
    });
  });

  it('does not trust a pull request from a fork, nor one whose fork is gone', () => {
    expect(eventWith({}, pull('stranger/app')).untrusted).toBe('fork pull request');
    expect(eventWith({}, { pull_request: { number: 7, head: { repo: null } } }).untrusted).toBe('fork pull request');
  });

  it('does not trust Dependabot', () => {
    expect(eventWith({ GITHUB_ACTOR: 'dependabot[bot]' }).untrusted).toBe('Dependabot');
  });
});
