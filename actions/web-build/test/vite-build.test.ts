import { describe, expect, it } from '@jest/globals';
import { assetPrefix, notApplied } from '../src/checks/applied.ts';
import { viteBuild } from '../src/scripts/vite-build.ts';

describe('what Vite answers', () => {
  it('is read with its defaults where a version does not tell', () => {
    expect(viteBuild({ root: '/web' })).toEqual({
      outDir: '/web/dist',
      isConfigured: false,
      base: '/',
      assetsDir: 'assets',
      publicDir: '',
      envDir: '/web',
      envPrefixes: ['VITE_'],
      kind: 'site',
      manifest: '',
      chunkLimitKb: 500,
      pages: [],
    });
  });

  it('names pages relative to its root, and scripts not at all', () => {
    const input = ['/web/a/index.html', 'b.html', './c.html', 'src/main.js'];
    expect(viteBuild({ root: '/web', input }).pages).toEqual(['a/index.html', 'b.html', 'c.html']);
  });
});

describe('the checks that do not apply', () => {
  const ids = (answer: object): string[] =>
    notApplied({ vite: viteBuild(answer), wasBuilt: true, hasBudgets: true, manifest: 'm' }).flatMap(
      (left) => left.ids,
    );

  it.each([
    [{}, []],
    [{ lib: true }, ['index-missing', 'base-mismatch', 'unhashed-asset', 'chunk-limit']],
    [{ ssr: true }, ['index-missing', 'base-mismatch', 'unhashed-asset', 'chunk-limit', 'localhost-url']],
    [{ input: ['a.html'] }, ['index-missing']],
    [{ input: ['a.html', 'index.html'] }, []],
  ])('to %j are %j', (answer, expected) => {
    expect(ids(answer)).toEqual(expected);
  });

  it('without Vite, a build, a manifest or a budget are those that ask for them', () => {
    const left = notApplied({ vite: undefined, wasBuilt: false, hasBudgets: false, manifest: undefined });
    expect(left.flatMap((item) => item.ids)).toEqual(['unhashed-asset', 'dist-stale', 'manifest-broken', 'budget']);
  });
});

describe('the beginning of assets’ addresses', () => {
  it.each([
    [{}, '/assets/'],
    [{ base: '/app/', assetsDir: 'static/' }, '/app/static/'],
    [{ base: 'https://cdn.example.com/a/' }, 'https://cdn.example.com/a/assets/'],
    [{ base: './' }, ''],
    [{ lib: true }, ''],
  ])('of %j is "%s"', (answer, prefix) => {
    expect(assetPrefix(viteBuild(answer))).toBe(prefix);
  });
});
