import { describe, expect, it } from '@jest/globals';
import { srcset } from '../src/site/html-references.ts';
import { findingsIn, idsIn } from './site-fixture.ts';

const page = (body: string): Record<string, string> => ({ 'index.html': `<!doctype html>\n<body>\n${body}\n</body>` });
const script = (code: string): Record<string, string> => ({ 'assets/a.js': code });
const style = (css: string): Record<string, string> => ({ 'assets/a.css': css });

describe('a reference with no file behind it is found', () => {
  it.each([
    ['an image', page('<img src="/gone.png">')],
    ['an image relative to the page', page('<img src="gone.png">')],
    ['a candidate of srcset', page('<img srcset="data:image/gif;base64,AA,BB 1x, /gone.png 2x">')],
    ['a poster', page('<video poster="/gone.jpg"></video>')],
    ['an icon', page('<link rel="shortcut icon" href="/gone.ico">')],
    ['a preloaded font', page('<link rel="preload" as="font" href="/gone.woff2">')],
    ['a classic script', page('<script src="/gone.js"></script>')],
    ['a symbol file', page('<svg><use href="/gone.svg#a"/></svg>')],
    ['an image inside noscript', page('<noscript><img src="/gone.png"></noscript>')],
    ['an image inside a template', page('<template><img src="/gone.png"></template>')],
    ['a background in a style attribute', page('<p style="background: url(/gone.png)">')],
    ['a font in a style element', page('<style>@font-face { src: url("/gone.woff") }</style>')],
    ['an import in an inline module', page('<script type="module">import "/gone.js"</script>')],
    ['a url in CSS', style('a { background: url(gone.png) }')],
    ['a quoted url in CSS', style("a { background: url( 'gone.png' ) }")],
    ['an image-set in CSS', style('a { background: image-set("gone.png" 1x) }')],
    ['an imported style sheet', style('@import "gone.css";')],
    ['a static import', script('import a from "./gone.js"; a()')],
    ['a re-export', script('export * from "./gone.js"')],
    ['a dynamic import', script('const f = () => import("./gone.js")')],
    ['a file by URL', script('new URL("gone.wasm", import.meta.url)')],
    ['a file by URL as Vite 8 writes it', script('new URL(`gone.wasm`, ``+import.meta.url)')],
    [
      'a preload list',
      script('const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/gone.js"])))=>i.map(i=>d[i]);'),
    ],
    ['an icon of a web app manifest', { 'site.webmanifest': '{"icons":[{"src":"/gone.png"}]}' }],
  ])('%s', async (_, files) => {
    expect(await idsIn(files)).toEqual(['ref-missing']);
  });
});

describe('what cannot be proved missing is let be', () => {
  it.each([
    ['a route', page('<a href="/about">About</a><form action="/search"></form>')],
    ['a canonical address', page('<link rel="canonical" href="/about">')],
    ['another site', page('<img src="https://example.com/a.png"><img src="//example.com/a.png">')],
    ['data and fragments', page('<img src="data:image/gif;base64,AA"><svg><use href="#a"/></svg><img src="">')],
    ['HTML comments', page('<!-- <img src="/gone.png"> -->')],
    ['a server’s template', page('<img src="{{ logo }}">')],
    ['CSS comments and strings', style('/* url(gone.png) */ a::before { content: "url(gone.png)" }')],
    ['a filter in the same page', style('a { filter: url(#blur) }')],
    ['text that looks like an import', script('const text = "import(\\"./gone.js\\")"; // import "./gone.js"')],
    ['a computed import', script('const f = (name) => import(name)')],
    ['a computed URL', script('new URL(`./${name}.png`, import.meta.url); new URL("/gone", location.href)')],
    ['a bare name', script('import "react"')],
    ['a script that is no module syntax', script('}{ not javascript')],
  ])('%s', async (_, files) => {
    expect(await idsIn(files)).toEqual([]);
  });
});

describe('a reference whose file is there', () => {
  it('resolves with query, hash, escapes, directories and a base element', async () => {
    const html =
      '<base href="/sub/"><img src="a%20b.png?v=1#x"><link rel="preload" href="./"><img srcset="a%20b.png 1x,a%20b.png 2x">';
    expect(await idsIn({ 'index.html': html, 'sub/a b.png': 'x', 'sub/index.html': '' })).toEqual([]);
  });

  it('is a case mismatch under other capitals', async () => {
    expect(await idsIn({ ...page('<img src="/Logo.png">'), 'logo.png': 'x' })).toEqual(['case-mismatch']);
  });

  it('is named with its line and its text', async () => {
    const [found] = await findingsIn(page('<p></p>\n<img\n  alt=""\n  src="/gone.png">'));
    expect(found).toMatchObject({ file: 'index.html', line: 6, reference: '/gone.png' });
  });
});

describe('the base', () => {
  const built = { 'assets/a.js': 'export {}', 'index.html': '<script type="module" src="/app/assets/a.js"></script>' };

  it('is kept by a site that was built for it', async () => {
    expect(await idsIn(built, { base: '/app' })).toEqual([]);
  });

  it('is missed by a site that was built for another', async () => {
    expect(await idsIn(built)).toEqual(['base-mismatch']);
    expect(await idsIn(built, { base: '/other/' })).toEqual(['base-mismatch']);
  });

  it('does not excuse a file that is nowhere', async () => {
    const files = { 'assets/a.css': 'a { background: url(assets/b.png) }', 'assets/b.png': 'x' };
    expect(await idsIn(files)).toEqual(['ref-missing']);
  });
});

describe('srcset', () => {
  it.each([
    ['a.png, b.png 2x', ['a.png', 'b.png']],
    ['a.png 1x,b.png 2x', ['a.png', 'b.png']],
    ['a,b.png 100w', ['a,b.png']],
    ['', []],
  ])('%s', (value, urls) => {
    expect(srcset(value)).toEqual(urls);
  });
});
