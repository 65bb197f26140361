import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEvent, type EventContext } from '@data-profiler-actions/action-kit';
import { findBase } from '../src/coverage/base-commit.ts';
import { changedLines as linesSince } from '../src/coverage/changed-lines.ts';
import { gitIn } from '../src/coverage/git.ts';
import type { ChangedLines } from '../src/coverage/parse-diff.ts';

/** A repository whose topic adds line 2 to a.py, while main has since added b.py. */
function makeRepository(): {
  folder: string;
  git: (...args: string[]) => string;
  old: string;
  tip: string;
  head: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'changed-lines-'));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=o', '-c', 'user.email=o@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  const commit = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    git('add', '.');
    git('commit', '-m', name);
    return git('rev-parse', 'HEAD');
  };
  git('init', '-b', 'main');
  const old = commit('a.py', 'x = 1\n');
  git('checkout', '-b', 'topic');
  const head = commit('a.py', 'x = 1\ny = 2\n');
  git('checkout', 'main');
  const tip = commit('b.py', 'z = 3\n');
  return { folder, git, old, tip, head };
}

function eventOf(folder: string, base: string, head: string): EventContext {
  const pullRequest = { number: 1, baseSha: base, headSha: head, baseRef: 'main' };
  return { ...readEvent({ GITHUB_WORKSPACE: folder }), pullRequest };
}

async function changedLines(base: string, event: EventContext, signal: AbortSignal): Promise<ChangedLines> {
  const git = gitIn(event.workspace, signal);
  return linesSince((await findBase(base, event, git)).commit, git);
}

const ours = new Map([['a.py', new Set([2])]]);

describe('the changed lines of a pull request', () => {
  const { signal } = new AbortController();

  it('are those of its merge commit against the base as merged, though the event names an older base', async () => {
    const { folder, git, old, head } = makeRepository();
    git('merge', '--no-ff', '-m', 'merge', 'topic');
    expect(await changedLines(old, eventOf(folder, old, head), signal)).toEqual(ours);
  });

  it('are found in a checkout of two commits’ depth', async () => {
    const { folder, git, tip, head } = makeRepository();
    git('merge', '--no-ff', '-m', 'merge', 'topic');
    const shallow = mkdtempSync(join(tmpdir(), 'shallow-'));
    git('clone', '--depth', '2', `file://${folder}`, shallow);
    expect(await changedLines(tip, eventOf(shallow, tip, head), signal)).toEqual(ours);
  });

  it('do not hold what happened on the base since, where the head itself is checked out', async () => {
    const { folder, git, tip, head } = makeRepository();
    git('checkout', 'topic');
    expect(await changedLines(tip, eventOf(folder, tip, head), signal)).toEqual(ours);
  });

  it('are those alone that differ in a file that was moved, and all of a source that attributes call binary', async () => {
    const { folder, git, tip } = makeRepository();
    const lines = Array.from({ length: 9 }, (_, index) => `x${index} = 1\n`);
    const add = (name: string, text: string): void => {
      writeFileSync(join(folder, name), text);
      git('add', '.');
      git('commit', '-m', name);
    };
    add('c.py', lines.join(''));
    const base = git('rev-parse', 'HEAD');
    git('mv', 'c.py', 'd.py');
    add('d.py', lines.with(4, 'y = 2\n').join(''));
    add('.gitattributes', 'b.py -diff\n');
    add('b.py', 'z = 3\nz = 4\n');
    const changed = await changedLines(base, eventOf(folder, base, tip), signal);
    expect(changed.get('d.py')).toEqual(new Set([5]));
    expect(changed.get('b.py')).toEqual(new Set([2]));
  });

  it('can’t be told in a checkout of one commit, which says how to get more', async () => {
    const { folder, git, tip, head } = makeRepository();
    git('merge', '--no-ff', '-m', 'merge', 'topic');
    const shallow = mkdtempSync(join(tmpdir(), 'shallow-'));
    git('clone', '--depth', '1', `file://${folder}`, shallow);
    await expect(changedLines(tip, eventOf(shallow, tip, head), signal)).rejects.toMatchObject({
      remedy: expect.stringContaining('fetch-depth') as unknown,
    });
  });

  it('can’t be told where nothing is checked out', async () => {
    const event = eventOf(mkdtempSync(join(tmpdir(), 'changed-lines-')), 'a'.repeat(40), '');
    await expect(changedLines('a'.repeat(40), event, signal)).rejects.toThrow('needs a git checkout');
  });
});

describe('the base of a forced push', () => {
  const { signal } = new AbortController();
  const gone = 'f'.repeat(40);

  /** The checkout of a branch, with every branch's history, after a push that was forced. */
  function afterForcedPush(branch: string): { event: EventContext; old: string } {
    const { folder, old } = makeRepository();
    const checkout = mkdtempSync(join(tmpdir(), 'forced-'));
    execFileSync('git', ['clone', '-q', '--branch', branch, folder, checkout]);
    const event = readEvent({ GITHUB_WORKSPACE: checkout, GITHUB_REF: `refs/heads/${branch}` });
    return { event: { ...event, payload: { forced: true, before: gone } }, old };
  }

  it('is where the branch left the default branch, since what it replaced is gone; that is said', async () => {
    const { event, old } = afterForcedPush('topic');
    const git = gitIn(event.workspace, signal);
    const { commit, note } = await findBase(gone, event, git);
    expect(commit).toBe(old);
    expect(note).toContain('every change since origin/main');
    expect(await linesSince(commit, git)).toEqual(ours);
  });

  it('is not known in a checkout of one commit, which says how to get more', async () => {
    const { folder } = makeRepository();
    const shallow = mkdtempSync(join(tmpdir(), 'forced-'));
    execFileSync('git', ['clone', '-q', '--depth', '1', '--branch', 'topic', `file://${folder}`, shallow]);
    const event = readEvent({ GITHUB_WORKSPACE: shallow, GITHUB_REF: 'refs/heads/topic' });
    const forced = { ...event, payload: { forced: true, before: gone } };
    await expect(findBase(gone, forced, gitIn(shallow, signal))).rejects.toMatchObject({
      remedy: 'Give actions/checkout `fetch-depth: 0`.',
    });
  });

  it('of the default branch itself is not known: that is red, with the way to fetch it', async () => {
    const { event } = afterForcedPush('main');
    await expect(findBase(gone, event, gitIn(event.workspace, signal))).rejects.toMatchObject({
      message: expect.stringContaining('was forced') as unknown,
      remedy: expect.stringContaining('git fetch origin') as unknown,
    });
  });
});
