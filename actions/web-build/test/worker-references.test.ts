import { describe, expect, it } from '@jest/globals';
import { findingsIn, idsIn } from './site-fixture.ts';

const page = (body: string): Record<string, string> => ({ 'index.html': `<!doctype html>\n<body>\n${body}\n</body>` });
const precaching = (list: string): Record<string, string> => ({
  'sw.js': `define(["./w"],function(e){"use strict";e.precacheAndRoute(${list},{})})`,
});
const md5 = '0123456789abcdef0123456789abcdef';

describe('what a worker needs and the site lacks is found', () => {
  it.each([
    ['a precached file', precaching(`[{url:"index.html",revision:"${md5}"},{url:"gone.js",revision:null}]`)],
    [
      'a precached file, as injectManifest writes it',
      precaching(`[{"revision":null,"url":"gone.js"},{"revision":"${md5}","url":"index.html"}]`),
    ],
    ['a precached file with its integrity', precaching('[{"integrity":"sha256-a","revision":null,"url":"/gone.js"}]')],
    [
      'a precached file after a comment and a pattern',
      { 'sw.js': `/* [ */ const a = /["'[]/.test(b), c = [{url:'gone.js',revision:null}]` },
    ],
    ['an imported script', { 'sw.js': 'importScripts("/gone.js")' }],
    ['one of several imported scripts', { 'a.js': '', 'sw.js': "self.importScripts( 'a.js',\n 'gone.js', )" }],
    ['a worker from the root', { 'assets/a.js': 'const w=new Worker("/gone.js",{type:"module"})' }],
    ['a shared worker from the root', { 'assets/a.js': 'new SharedWorker(`/gone.js`)' }],
    ['a worker of a script in the page', page('<script>new Worker("gone.js")</script>')],
    [
      'an image of a worker of a site with a relative base',
      {
        'assets/w.js':
          'postMessage(new URL(new URL(`gone-DY07I1Fy.svg`,self.location.href).href,``+self.location.href))',
      },
    ],
    ['a worker that is nowhere', { 'assets/a.js': 'new Worker("./gone.js")' }],
    [
      'a service worker of a script in the page',
      page('<script>\nnavigator.serviceWorker?.register("/gone.js", { scope: "/" })</script>'),
    ],
  ])('%s', async (_, files) => {
    expect(await idsIn(files)).toEqual(['ref-missing']);
  });

  it('at its line', async () => {
    const [imported] = await findingsIn({ 'sw.js': '// a worker\n\nimportScripts("gone.js")' });
    expect(imported).toMatchObject({ file: 'sw.js', line: 3, reference: 'gone.js' });
    const [registered] = await findingsIn(page('<script>\nnavigator.serviceWorker.register("/gone.js")</script>'));
    expect(registered).toMatchObject({ file: 'index.html', line: 4, reference: '/gone.js' });
  });
});

describe('what only looks like it is let be', () => {
  it.each([
    ['a list of which all is there', precaching(`[{url:"index.html",revision:"${md5}"},{url:"./",revision:"${md5}"}]`)],
    ['a precached route', precaching(`[{url:"/offline",revision:"${md5}"}]`)],
    ['a precached file of another host', precaching('[{url:"https://cdn.example.com/a.js",revision:null}]')],
    [
      'a list of something else',
      { 'assets/a.js': 'const manuals=[{url:"/manuals/a.pdf",revision:"B"},{url:"/b.pdf",revision:"C"}]' },
    ],
    ['a list in a string', { 'assets/a.js': 'const text = `[{url:"gone.js",revision:null}]`' }],
    ['an import in a string', { 'assets/a.js': `const text = 'importScripts("gone.js")'` }],
    ['an import in a comment', { 'assets/a.js': '// importScripts("gone.js")\n/* new Worker("/gone.js") */' }],
    ['an import in a pattern', { 'assets/a.js': 'const a = /importScripts("gone.js")/' }],
    ['an import of another name', { 'assets/a.js': 'library.importScripts("gone.js"); myimportScripts("gone.js")' }],
    ['a computed import', { 'assets/a.js': 'importScripts(`${base}/gone.js`, name)' }],
    ['what is relative to a page', { 'assets/a.js': 'new URL("gone.svg", self.location.href)' }],
    ['a worker whose address is relative to a page', { 'assets/a.js': 'new Worker("there.js")', 'a/there.js': '' }],
    ['a registration that a framework brings along', { 'assets/a.js': 'navigator.serviceWorker.register("/sw.js")' }],
    ['a class of that name', { 'assets/a.js': 'class Worker {}\nrenew Worker("/gone.js")' }],
  ])('%s', async (_, files) => {
    expect(await idsIn(files)).toEqual([]);
  });
});
