import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { noticeSharedBranch } from '../src/decision/notices.ts';
import { readGitTags } from '../src/decision/published-tags.ts';
import { commitDateIn, openCheckout } from '../src/run/checkout.ts';
import { chooseRef, readPosition } from '../src/run/git-ref.ts';
import { ruleFacts } from '../src/run/facts.ts';
import { decide, event, now, variables } from './decide.ts';

const signal = AbortSignal.timeout(60_000);
let workspace = '';
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', workspace, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    encoding: 'utf8',
    env: { ...process.env, GIT_COMMITTER_DATE: '2026-02-03T04:05:06+01:00' },
  }).trim();

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'ghcr-tag-git-'));
  git('init', '-q', '-b', 'feature/x');
  git('commit', '-q', '--allow-empty', '-m', 'one');
});

describe('what is checked out', () => {
  it('is the branch', async () => {
    const position = await readPosition(openCheckout(workspace, signal), '');
    expect(position).toEqual({ ref: 'refs/heads/feature/x', sha: git('rev-parse', 'HEAD') });
  });

  it('of a detached HEAD is the highest version that points there', async () => {
    git('tag', 'v1.2.3');
    git('tag', 'v1.10.0');
    git('checkout', '-q', '--detach');
    expect((await readPosition(openCheckout(workspace, signal), '')).ref).toBe('refs/tags/v1.10.0');
    expect((await readPosition(openCheckout(workspace, signal), 'refs/tags/v1.2.3')).ref).toBe('refs/tags/v1.2.3');
    git('checkout', '-q', 'feature/x');
  });

  it.each([
    [['refs/remotes/pull/7/merge'], 'refs/pull/7/merge'],
    [['refs/remotes/origin/HEAD', 'refs/remotes/origin/main'], 'refs/heads/main'],
    [['refs/heads/main', 'refs/tags/nightly'], 'refs/tags/nightly'],
    [[], undefined],
  ])('among %j is %s', (refs, expected) => {
    expect(chooseRef(refs, 'refs/heads/other')).toBe(expected);
  });

  it('has a date', async () => {
    expect((await commitDateIn(openCheckout(workspace, signal), ''))?.toISOString()).toBe('2026-02-03T03:05:06.000Z');
  });

  it('tells other releases', async () => {
    expect(await readGitTags(openCheckout(workspace, signal), 'v1.2.3')).toEqual({
      ...{ ok: true, where: 'git' },
      tags: ['v1.10.0', 'v1.2.3'],
    });
  });

  it('is nothing where nothing is checked out', async () => {
    expect(openCheckout(tmpdir(), signal)).toBeUndefined();
    await expect(readPosition(undefined, '')).rejects.toThrow('the workspace holds no commit');
    expect(await readGitTags(undefined, '')).toMatchObject({ ok: false });
  });
});

it('two branches that give one tag are told', async () => {
  git('branch', 'feature-x');
  const run = event('refs/heads/feature/x');
  const situation = { event: run, facts: ruleFacts(run, variables, now), checkout: openCheckout(workspace, signal) };
  const { warnings } = await noticeSharedBranch(decide(run.ref), situation);
  expect(warnings).toEqual([
    'Branch feature-x gives the tag feature-x too, as feature/x does: whichever is built last has it.',
  ]);
});
