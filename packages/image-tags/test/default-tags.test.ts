import { describe, expect, it } from '@jest/globals';
import { defaultTags, imageAnnotations, imageLabels, legalTag, parseVersion, type TagSubject } from '../src/index.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';

function tagsOf(refKind: TagSubject['refKind'], refName: string): string[] {
  return defaultTags({ refKind, refName, sha, defaultBranch: 'main' }).tags.map(({ name }) => name);
}

describe('the default rules', () => {
  it.each([
    ['branch', 'main', ['main', 'sha-0123456', 'latest']],
    ['branch', 'develop', ['develop', 'sha-0123456']],
    ['branch', 'feature/x', ['feature-x', 'sha-0123456']],
    ['branch', 'latest', ['branch-latest', 'sha-0123456']],
    ['branch', '-.weird', ['weird', 'sha-0123456']],
    ['branch', '日本', ['sha-0123456']],
    ['pull', '7', ['pr-7', 'sha-0123456']],
    ['tag', 'v1.2.3', ['1.2.3', '1.2', 'sha-0123456']],
    ['tag', 'v1.2.3-rc.1', ['1.2.3-rc.1', 'sha-0123456']],
    ['tag', 'v2024.01.02', ['2024.01.02', '2024.01', 'sha-0123456']],
    ['tag', 'nightly', ['nightly', 'sha-0123456']],
  ] as const)('of %s %s give %j', (kind, name, expected) => {
    expect(tagsOf(kind, name)).toEqual(expected);
  });

  it('say why a branch gave no tag', () => {
    expect(defaultTags({ refKind: 'branch', refName: '日本', sha, defaultBranch: 'main' }).notMade[0]).toContain(
      '日本',
    );
  });

  it('put latest last, where moving it is safe', () => {
    expect(tagsOf('branch', 'main').at(-1)).toBe('latest');
  });
});

describe('a legal tag', () => {
  it('keeps two long branches apart', () => {
    const [one, two] = [legalTag(`${'a'.repeat(200)}1`), legalTag(`${'a'.repeat(200)}2`)];
    expect(one.tag).toHaveLength(128);
    expect(one.tag).not.toBe(two.tag);
    expect(one.change).toContain('128');
  });

  it('is left alone where it is legal', () => {
    expect(legalTag('v1.2_3-x')).toEqual({ tag: 'v1.2_3-x', change: '' });
  });
});

describe('versions', () => {
  it.each([
    ['v1.2.3+build.5', '1.2.3'],
    ['01.2.3', undefined],
    ['v1.2', undefined],
  ])('%s is %s', (tag, expected) => {
    expect(parseVersion(tag)?.text).toBe(expected);
  });
});

describe('labels', () => {
  const facts = {
    title: 'app',
    description: 'two\nlines',
    url: 'https://github.com/org/app',
    version: '1.2.3',
    created: '2026-01-01T00:00:00.000Z',
    revision: sha,
    licenses: 'MIT',
  };

  it('are eight, sorted, and hold no line break', () => {
    const labels = imageLabels(facts);
    expect(labels).toHaveLength(8);
    expect(labels.map(({ key }) => key)).toEqual(labels.map(({ key }) => key).sort());
    expect(labels.find(({ key }) => key.endsWith('description'))?.value).toBe('two lines');
  });

  it('give way to the user’s own', () => {
    expect(
      imageLabels(facts, [{ key: 'org.opencontainers.image.title', value: 'mine' }]).find(({ key }) =>
        key.endsWith('title'),
      )?.value,
    ).toBe('mine');
  });

  it('are annotations of manifest and index', () => {
    expect(imageAnnotations(imageLabels(facts))[0]?.key).toBe('manifest,index:org.opencontainers.image.created');
  });
});
