import { describe, expect, it } from '@jest/globals';
import { relative } from 'node:path';
import { notApplied } from '../src/checks/not-applied.ts';
import { assetPrefix, viteBuild } from '../src/scripts/vite-build.ts';
import { folder } from './site-fixture.ts';

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
    notApplied({
      vite: viteBuild(answer),
      wasBuilt: true,
      hasBudgets: true,
      hasManifest: true,
      hasServer: false,
    }).flatMap((left) => left.ids);

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
    const none = { wasBuilt: false, hasBudgets: false, hasManifest: false, hasServer: false };
    const left = notApplied({ vite: undefined, ...none });
    expect(left.flatMap((item) => item.ids)).toEqual(['unhashed-asset', 'dist-stale', 'manifest-broken', 'budget']);
  });
});

describe('SvelteKit', () => {
  const version = '{"version":"17"}';
  it.each([
    [{ 'build/404.html': '', 'build/_app/version.json': version }, 'build'],
    [{ 'public_html/index.html': '', 'public_html/_app/version.json': version }, 'public_html'],
    [{ 'build/index.js': '', 'build/client/_app/version.json': version }, 'build/client'],
    [{ '.vercel/output/static/_app/version.json': version }, '.vercel/output/static'],
    [{ 'old/index.html': '', 'old/_app/version.json': '{"version":"16"}' }, '.svelte-kit/output/client'],
    [{ '.svelte-kit/output/server/index.js': '' }, '.svelte-kit/output/client'],
  ])('with %j has its site in %s, and is no server', (files, site) => {
    const root = folder({ '.svelte-kit/output/client/_app/version.json': version, ...files });
    const { kind, outDir } = viteBuild({ root, svelteKit: true, ssr: true, outDir: '.svelte-kit/output/server' });
    expect([kind, relative(root, outDir)]).toEqual(['site', site]);
  });
});

describe('SvelteKit before its build', () => {
  it('has its site where Vite will put it', () => {
    expect(relative('/nowhere', viteBuild({ root: '/nowhere', svelteKit: true }).outDir)).toBe(
      '.svelte-kit/output/client',
    );
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
