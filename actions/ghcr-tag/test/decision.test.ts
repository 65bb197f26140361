import { describe, expect, it } from '@jest/globals';
import { holdBack, movingTags } from '../src/decision/older-release.ts';
import { ruleFacts } from '../src/run/facts.ts';
import { decide, event, names, now, sha, variables } from './decide.ts';

describe('deciding tags without rules', () => {
  it.each([
    ['refs/heads/main', 'auto', ['main', 'sha-0123456', 'latest']],
    ['refs/heads/main', 'false', ['main', 'sha-0123456']],
    ['refs/heads/develop', 'true', ['develop', 'sha-0123456', 'latest']],
    ['refs/pull/7/merge', 'auto', ['pr-7', 'sha-0123456']],
    ['refs/tags/v1.2.3', 'auto', ['1.2.3', '1.2', 'sha-0123456']],
  ] as const)('for %s with latest %s', (ref, latest, expected) => {
    expect(names(decide(ref, '', latest))).toEqual(expected);
  });

  it('move the release line by version, and nothing else', () => {
    expect(movingTags(decide('refs/tags/v1.2.3')).map(({ name }) => name)).toEqual(['1.2']);
  });

  it('gives nothing where no rule applies, instead of inventing a tag', () => {
    expect(names(decide('')).filter((name) => name !== 'sha-0123456')).toEqual([]);
  });

  it('for the branch of a merged pull request’s last run, and for the pull request of pull_request_target', () => {
    const pull = { number: 7, baseSha: '', headSha: '', baseRef: 'main' };
    const facts = (name: string): number | undefined =>
      ruleFacts({ ...event('refs/heads/main', name), pullRequest: pull }, variables, now).pullRequestNumber;
    expect(facts('pull_request')).toBeUndefined();
    expect(facts('pull_request_target')).toBe(7);
  });

  it('knows the base of a tag’s push and of a pull request, and none of a branch', () => {
    const base = (ref: string): string =>
      ruleFacts(event(ref, 'push', { base_ref: 'refs/heads/main' }), variables, now).baseRef;
    expect([base('refs/tags/v1.2.3'), base('refs/heads/x')]).toEqual(['main', '']);
    const pull = { number: 7, baseSha: '', headSha: '', baseRef: 'develop' };
    expect(ruleFacts({ ...event('refs/pull/7/merge'), pullRequest: pull }, variables, now).baseRef).toBe('develop');
  });

  it('takes the head commit of a pull request only when asked', () => {
    const pull = { number: 7, baseSha: '', headSha: 'f'.repeat(40), baseRef: 'main' };
    const given = { ...event('refs/pull/7/merge'), pullRequest: pull };
    expect(ruleFacts(given, variables, now).sha).toBe(sha);
    expect(ruleFacts(given, { ...variables, headOfPull: true }, now).sha).toBe('f'.repeat(40));
  });
});

describe('a release by rules of the user’s own', () => {
  const decision = decide(
    'refs/tags/v1.2.3',
    'type=semver,pattern={{version}}\ntype=semver,pattern={{major}}.{{minor}}',
  );

  it.each([
    ['the newest', ['1.2.2', '1.1.9', '2.0.0-rc.1'], ['1.2.3', '1.2', 'latest']],
    ['on an older line', ['2.0.0'], ['1.2.3', '1.2']],
    ['older within its line', ['1.2.4'], ['1.2.3']],
  ])('%s, moves what it may', (_, tags, expected) => {
    expect(names(holdBack(decision, { ok: true, where: 'registry', tags }))).toEqual(expected);
  });

  it('does not move latest where versions cannot be read, and warns', () => {
    const held = holdBack(decision, { ok: false, why: 'denied' });
    expect(names(held)).toEqual(['1.2.3', '1.2']);
    expect(held.silent).toMatchObject([{ warn: true }]);
  });
});

it('a forced latest moves whatever is published', () => {
  const forced = decide('refs/tags/v1.2.3', 'type=semver,pattern={{version}}', 'true');
  expect(movingTags(forced)).toEqual([]);
  expect(names(forced)).toEqual(['1.2.3', 'latest']);
});

describe('a release', () => {
  it.each([
    [
      'by a suffix of the rule’s own',
      'type=semver,pattern={{version}},suffix=-alpine',
      ['2.0.0-alpine'],
      ['1.2.3-alpine'],
    ],
    ['by a suffix in the pattern', 'type=semver,pattern={{version}}-alpine', ['2.0.0-alpine'], ['1.2.3-alpine']],
    [
      'beside releases of another suffix',
      'type=semver,pattern={{version}},suffix=-alpine',
      ['2.0.0'],
      ['1.2.3-alpine', 'latest'],
    ],
    ['by a match', String.raw`type=match,pattern=v(\d+\.\d+),group=1`, ['1.2.9'], []],
    ['by its whole tag', 'type=ref,event=tag', ['v1.3.0'], ['v1.2.3']],
    ['by Python’s rules', 'type=pep440,pattern={{version}}', ['1.10'], ['1.2.3']],
    ['beside pull requests and dates', 'type=pep440,pattern={{version}}', ['7', '20260101'], ['1.2.3', 'latest']],
  ])('%s is compared with its like', (_, rule, tags, expected) => {
    expect(names(holdBack(decide('refs/tags/v1.2.3', rule), { ok: true, where: 'registry', tags }))).toEqual(expected);
  });

  it('of a part of a monorepo is compared with that part’s tags in git', () => {
    const rule = 'type=semver,pattern={{version}},match=^app/(.*)$';
    const decided = decide('refs/tags/app/v1.2.3', rule);
    expect(names(holdBack(decided, { ok: true, where: 'git', tags: ['web/v9.0.0', 'app/v1.2.2'] }))).toEqual([
      '1.2.3',
      'latest',
    ]);
    expect(names(holdBack(decided, { ok: true, where: 'git', tags: ['app/v1.3.0'] }))).toEqual(['1.2.3']);
  });
});

describe('calendar versions beside semantic ones', () => {
  const rules = 'type=semver,pattern={{version}}\ntype=semver,pattern={{major}}.{{minor}}';

  it.each([
    ['v1.2.3', ['2024.01.05', '1.2.2'], ['1.2.3', '1.2']],
    ['v2024.01.05', ['1.9.0', '2024.01.05'], ['2024.01.05', '2024.01']],
    ['v2024.02.01', ['1.9.0', '2024.01.05'], ['2024.02.01', '2024.02', 'latest']],
    ['v2024.01.05', [], ['2024.01.05', '2024.01', 'latest']],
  ])('%s with %j published moves latest only where it can be compared', (tag, tags, expected) => {
    expect(names(holdBack(decide(`refs/tags/${tag}`, rules), { ok: true, where: 'registry', tags }))).toEqual(expected);
  });

  it.each([
    ['v1.2.3', '2024.01.05'],
    ['v2024.01.05', '1.9.0'],
  ])('%s warns beside %s that the two cannot be compared, and says what decides', (tag, other) => {
    const { silent } = holdBack(decide(`refs/tags/${tag}`, rules), { ok: true, where: 'registry', tags: [other] });
    expect(silent).toMatchObject([{ rule: 'latest', warn: true }]);
    expect(silent[0]?.why).toMatch(new RegExp(`cannot be compared.*${other}.*latest: true`));
  });
});

describe('a tag of one or two parts', () => {
  it.each([
    ['type=ref,event=tag', 'v1', ['2.0.0'], ['v1']],
    ['type=match,pattern=v(.*),group=1', 'v1', ['2.0.0'], ['1']],
    ['type=ref,event=tag', 'v1', ['v2'], ['v1']],
    ['type=ref,event=tag', 'v1', ['1.1.0', 'v1', '7', '20260101'], ['v1', 'latest']],
    ['type=ref,event=tag', 'v3', ['2.0.0', '2', 'v2'], ['v3', 'latest']],
    ['type=ref,event=tag', '7', ['8.0.0'], ['7']],
    ['type=ref,event=tag', 'build-7', ['8.0.0'], ['build-7', 'latest']],
    ['type=ref,event=tag', 'release-v1', ['release-v2'], ['release-v1']],
    ['type=ref,event=tag', 'v1.2', ['2.0.0'], ['v1.2']],
    ['type=match,pattern=.+', 'v1.2', ['2.0.0'], ['v1.2']],
    [String.raw`type=match,pattern=v(\d+),group=1`, 'v1.2', ['1.3', '2.0.0'], []],
    ['type=ref,event=tag', 'v1.2', ['v1.10'], ['v1.2']],
    ['type=ref,event=tag', 'v1.2', ['v1.2.1'], ['v1.2']],
    ['type=ref,event=tag', 'v1.2', ['v1.1.9', 'v1.1', 'v1.2', 'v1.2.0'], ['v1.2', 'latest']],
    ['type=ref,event=tag', 'release-1.2', ['release-1.3'], ['release-1.2']],
    ['type=match,pattern=.+', 'release-1.2', ['release-1.3'], ['release-1.2']],
    ['type=ref,event=tag', 'v1.2', [], ['v1.2', 'latest']],
  ])('by %s of %s, with %j published, moves latest only as the newest', (rule, tag, tags, expected) => {
    const published = { ok: true, where: 'registry', tags } as const;
    expect(names(holdBack(decide(`refs/tags/${tag}`, rule), published))).toEqual(expected);
  });

  it('says which newer release has latest', () => {
    const decided = decide('refs/tags/v1.2', 'type=match,pattern=.+');
    expect(holdBack(decided, { ok: true, where: 'git', tags: ['v1.2', 'v2.0.0'] }).silent).toMatchObject([
      { rule: 'latest', why: '1.2 is older than 2.0.0, which is a tag in git' },
    ]);
  });

  it.each(['v1.2', 'v1'])('of one part of a monorepo, api/%s, does not move latest', (version) => {
    const { tags, silent } = decide(`refs/tags/api/${version}`, 'type=ref,event=tag');
    expect(names({ tags })).toEqual([`api-${version}`]);
    expect(silent[0]?.why).toContain('type=pep440,pattern={{version}},match=^api/(.*)$');
  });
});
