import { describe, expect, it } from '@jest/globals';
import { validate } from '../src/checks/validate.ts';
import { findingsIn, folder, idsIn } from './site-fixture.ts';

const page = (body: string): Record<string, string> => ({ 'index.html': `<!doctype html>\n${body}` });
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="a.png"/></svg>';

describe('a web app manifest', () => {
  it('is read under the name that a page gives it', async () => {
    const files = {
      ...page('<link rel="manifest" href="/app/web.json">'),
      'web.json': '{"screenshots":[{"src":"gone.png"}],"shortcuts":[{"icons":[{"src":"/app/web.json"}]}]}',
    };
    expect(await idsIn(files, { base: '/app/' })).toEqual(['ref-missing']);
  });

  it.each(['web.json', 'site.webmanifest'])('that is no JSON is broken: %s', async (name) => {
    const files = {
      ...page(`<link rel="manifest" href="/${name}">`),
      'b.html': '<link rel="manifest" href="web.json">',
    };
    const found = await findingsIn({ ...files, 'web.json': '{"name":"x",}', 'site.webmanifest': '' });
    expect(found.filter(({ file }) => file === name)).toMatchObject([
      { id: 'manifest-broken', severity: 'error', message: expect.stringContaining('no valid JSON') as unknown },
    ]);
  });

  it.each([
    ['begins with a byte order mark', { ...page('<link rel="manifest" href="/web.json">'), 'web.json': '\uFEFF{}' }],
    ['is made on a server', page('<link rel="manifest" href="/api/manifest">')],
    ['is a page by its address', page('<link rel="manifest" href="/">')],
    ['no page links to', { 'old.webmanifest': 'nothing' }],
  ])('that %s is not', async (_, files) => {
    expect(await idsIn(files)).toEqual([]);
  });

  it('makes the check one that applies, though the build writes no manifest of its own', async () => {
    const files = { ...page('<link rel="manifest" href="/web.json">'), 'web.json': '{' };
    const { notApplied } = await validate(folder(files), { base: '/', budgets: [], secrets: [] });
    expect(notApplied.flatMap(({ ids }) => ids)).not.toContain('manifest-broken');
  });
});

describe('an SVG', () => {
  it.each([
    ['<object data="/pictures/map.svg"></object>', ['ref-missing']],
    ['<embed src="/pictures/map.svg">', ['ref-missing']],
    ['<iframe src="/pictures/map.svg"></iframe>', ['ref-missing']],
    ['<img src="/pictures/map.svg">', []],
    ['<link rel="icon" href="/pictures/map.svg">', []],
    ['<p style="background: url(/pictures/map.svg)">', []],
  ])('in %s', async (body, ids) => {
    expect(await idsIn({ ...page(body), 'pictures/map.svg': icon })).toEqual(ids);
  });

  it('that is a document is sound where what it loads is there, and what it says of itself loads nothing', async () => {
    const map = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY ns "http://ns.adobe.com/x/">]>
<svg xmlns="http://www.w3.org/2000/svg"><style>.a{fill:url(#g)}@font-face{src:url("a.woff2")}</style>
<defs><linearGradient id="g"/></defs><use href="#g"/><image href="data:image/png;base64,AAAA"/><a href="/route">x</a></svg>`;
    const files = { ...page('<object data="/map.svg"></object>'), 'map.svg': map, 'a.woff2': 'x' };
    expect(await idsIn(files)).toEqual([]);
  });
});
