import { describe, expect, it } from '@jest/globals';
import { readImages } from '../src/images.ts';

describe('reading images', () => {
  it('lowers names and lists each once', () => {
    expect(readImages(['ghcr.io/Org/App', 'ghcr.io/org/app', 'name=org/web,enable=true'], '').names).toEqual([
      'ghcr.io/org/app',
      'org/web',
    ]);
  });

  it('leaves out what is not enabled', () => {
    expect(readImages(['name=ghcr.io/o/a,enable=false'], 'ghcr.io/o/b').names).toEqual([]);
  });

  it('falls back to the repository’s own image', () => {
    expect(readImages([], 'ghcr.io/Org/App').names).toEqual(['ghcr.io/org/app']);
  });

  it.each([
    'ghcr.io/foo bar/baz',
    'ghcr.io/o/a:latest',
    'name=a,enabled=false',
    'name=a,enable=yes',
    `a@sha256:${'0'.repeat(64)}`,
  ])('refuses %s', (line) => {
    expect(readImages([line], '').mistakes).toHaveLength(1);
  });
});
