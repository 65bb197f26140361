import { describe, expect, it } from '@jest/globals';
import { defaultTags, flavoredDefaults, parseFlavor, sourceLines, type RefFacts } from '../src/index.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const facts = (refKind: RefFacts['refKind'], refName: string, pullRequestNumber?: number): RefFacts => ({
  refKind,
  refName,
  sha,
  defaultBranch: 'main',
  ...(pullRequestNumber !== undefined && { pullRequestNumber }),
});

const cases: [string, RefFacts, string[]][] = [
  ['the default branch', facts('branch', 'main'), ['main', 'sha-0123456', 'latest']],
  ['another branch', facts('branch', 'develop'), ['develop', 'sha-0123456']],
  ['a branch with a slash', facts('branch', 'feature/x y'), ['feature-x-y', 'sha-0123456']],
  ['a branch called latest', facts('branch', 'latest'), ['latest-5e1e2bca', 'sha-0123456']],
  ['a branch called as its commit’s tag is', facts('branch', 'sha-0123456'), ['sha-0123456']],
  ['a pull request', facts('pull', '7', 7), ['pr-7', 'sha-0123456']],
  ['a pull_request_target on the default branch', facts('branch', 'main', 7), ['pr-7', 'sha-0123456']],
  ['a release', facts('tag', 'v1.2.3'), ['1.2.3', '1.2', 'sha-0123456']],
  ['a release without v', facts('tag', '1.2.3'), ['1.2.3', '1.2', 'sha-0123456']],
  ['a pre-release', facts('tag', 'v1.2.3-rc.1'), ['1.2.3-rc.1', 'sha-0123456']],
  ['a release with build metadata', facts('tag', 'v1.2.3+build.5'), ['1.2.3', '1.2', 'sha-0123456']],
  ['a calendar version', facts('tag', 'v2024.01.02'), ['2024.01.02', '2024.01', 'sha-0123456']],
  ['a tag that is no version', facts('tag', 'nightly'), ['sha-0123456']],
  ['a tag of a monorepo', facts('tag', 'app/v1.2.3'), ['sha-0123456']],
];

describe('the default tags', () => {
  it.each(cases)('of %s', (_, given, names) => {
    expect(defaultTags(given).map(({ name }) => name)).toEqual(names);
  });

  it('each say why', () => {
    expect(defaultTags(facts('branch', 'main')).filter(({ why }) => why === '')).toEqual([]);
  });
});

describe('the default tags under a flavor', () => {
  const run = {
    ...facts('branch', 'main'),
    ...{ eventName: 'push', baseRef: '', shortLength: 7, now: new Date(0), commitDate: new Date(0) },
  };

  it.each([
    [[], ['main', 'sha-0123456', 'latest']],
    [['latest=false'], ['main', 'sha-0123456']],
    [
      ['prefix=a-', 'suffix=-alpine,onlatest=true'],
      ['a-main-alpine', 'sha-0123456-alpine', 'latest-alpine'],
    ],
  ])('%j', (lines, names) => {
    expect(flavoredDefaults(parseFlavor(sourceLines(lines.join('\n'))).flavor, run).map(({ name }) => name)).toEqual(
      names,
    );
  });
});
