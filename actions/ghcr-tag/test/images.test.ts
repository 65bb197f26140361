import { describe, expect, it } from '@jest/globals';
import { imageLines, imageNames } from '../src/request/images.ts';

describe('reading images', () => {
  it.each([
    ['ghcr.io/Org/App\nghcr.io/org/app\nname=org/web,enable=true', ['ghcr.io/org/app', 'org/web']],
    ['name=ghcr.io/o/a,enable=false', []],
    ['Org/app, ghcr.io/org/app\norg/web', ['org/app', 'ghcr.io/org/app', 'org/web']],
    ['', undefined],
  ])('%j', (raw, value) => {
    expect(imageLines().parse(raw)).toEqual({ ok: true, value });
  });

  it.each([
    'ghcr.io/foo bar/baz',
    'ghcr.io/o/a:latest',
    'name=a,enabled=false',
    'name=a,enable=yes',
    'a,b,enable=false',
    'a,,b',
    `a@sha256:${'0'.repeat(64)}`,
  ])('refuses %s', (line) => {
    expect(imageLines().parse(line).ok).toBe(false);
  });

  it('takes the repository’s own name, where that may be an image’s', () => {
    expect(imageNames(undefined, 'Org/App')).toEqual(['ghcr.io/org/app']);
    expect(imageNames([], 'Org/App')).toEqual([]);
    expect(() => imageNames(undefined, 'Org/.github')).toThrow(
      /"images" is empty, and ghcr.io\/org\/.github has an illegal name/,
    );
  });
});
