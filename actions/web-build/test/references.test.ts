import { describe, expect, it } from '@jest/globals';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { srcset } from '../src/site/html-references.ts';
import { validate } from '../src/checks/validate.ts';
import { viteBuild } from '../src/scripts/vite-build.ts';
import { findingsIn, folder, idsIn } from './site-fixture.ts';

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
    ['the picture of a preview', page('<meta property="og:image" content="/gone.png">')],
    ['an image of a document inside a frame', page('<iframe srcdoc="&lt;img src=&quot;/gone.png&quot;>"></iframe>')],
    [
      'a script inside a frame inside a frame',
      page(`<iframe srcdoc="<iframe srcdoc='<script src=/gone.js></script>'>"></iframe>`),
    ],
    [
      'a module import inside a frame',
      page(`<iframe srcdoc='<script type=module>import "./gone.js"</script>'></iframe>`),
    ],
    ['an image inside noscript', page('<noscript><img src="/gone.png"></noscript>')],
    ['an image inside a template', page('<template><img src="/gone.png"></template>')],
    ['a background in a style attribute', page('<p style="background: url(/gone.png)">')],
    ['a font in a style element', page('<style>@font-face { src: url("/gone.woff") }</style>')],
    ['a lazy import in an inline classic script', page('<script>import("/gone.js").then(x)</script>')],
    ['an import in an inline module', page('<script type="module">import "/gone.js"</script>')],
    ['a url in CSS', style('a { background: url(gone.png) }')],
    ['a quoted url in CSS', style("a { background: url( 'gone.png' ) }")],
    ['an image-set in CSS', style('a { background: image-set("gone.png" 1x) }')],
    ['a url in a custom property', style('a { --image : url(gone.png) }')],
    ['an imported style sheet', style('@import "gone.css";')],
    ['a url after a custom property', style('a { --image: 1; color: var(--image); background: url(gone.png) }')],
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
    [
      'a url of a custom property, relative to where it is used',
      { 'css/a.css': ':root{--image:url(img/a.png)}', 'b.css': 'p{background:var(--image)}', 'img/a.png': 'x' },
    ],
    ['a program of a server', page('<img src="/captcha.php?a=1">')],
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

describe('a document inside a frame', () => {
  it('is told with its line, and finds what is there as the page that holds it does', async () => {
    const html = '<base href="/sub/">\n<iframe\n srcdoc="<p>\n<img src=a.png><img src=gone.png>"></iframe>';
    const found = await findingsIn({ 'index.html': html, 'sub/a.png': 'x' });
    expect(found).toMatchObject([{ id: 'ref-missing', file: 'index.html', line: 4, reference: 'gone.png' }]);
  });

  it('has import maps of its own, and is not waited for', async () => {
    const map = '<script type=importmap>{"imports":{"vue":"/vue.js"}}</script>';
    const html = `<iframe srcdoc='${map}<script type=module>import "vue"; import "./a.js"</script>'></iframe>`;
    const directory = folder({ 'index.html': html, 'vue.js': 'x', 'a.js': 'x' });
    const { findings, sizes } = await validate(directory, { base: '/', budgets: [], secrets: [] });
    expect(findings).toEqual([]);
    expect(sizes?.initial[0]?.files).toEqual([]);
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

describe('what a page says of its base', () => {
  it('holds for the scripts in it', async () => {
    const html = '<base href="/"><script type="module">import "./a.js"; new URL("b.png", import.meta.url)</script>';
    expect(await idsIn({ 'sub/index.html': html, 'a.js': '', 'b.png': 'x' })).toEqual([]);
  });

  it('is outside a base that it does not know', async () => {
    const files = { 'index.html': '<base href="/"><img src="a.png">', 'a.png': 'x' };
    expect(await idsIn(files)).toEqual([]);
    expect(await idsIn(files, { base: '/app/' })).toEqual(['base-mismatch']);
  });

  it('is one finding a file, however many addresses are wrong', async () => {
    const files = { ...page('<img src="/a.png"><img src="/a.png?2"><img src="/a.png?3">'), 'a.png': 'x' };
    const [found, ...more] = await findingsIn(files, { base: '/app/' });
    expect(found?.message).toContain('(and 2 more here)');
    expect(more).toEqual([]);
  });

  it('may be any path where it is relative', async () => {
    expect(await idsIn({ ...page('<img src="a.png">'), 'a.png': 'x' }, { base: './' })).toEqual([]);
    expect(await idsIn({ ...page('<img src="/a.png">'), 'a.png': 'x' }, { base: './' })).toEqual(['base-mismatch']);
  });

  it('may be a full address, under which files are looked for too', async () => {
    const files = page('<img src="https://example.com/app/gone.png"><img src="https://example.com/other.png">');
    expect(await idsIn(files, { base: 'https://example.com/app/' })).toEqual(['ref-missing']);
  });
});

describe('a bare name', () => {
  const entry: Record<string, string> = {
    ...page('<script type="module" src="/a.js"></script>'),
    'a.js': 'import "./b.js"',
    'b.js': 'import "vue"',
  };
  const withMap = (script: string): Record<string, string> => ({
    ...entry,
    'index.html': `${script}${entry['index.html'] ?? ''}`,
    'vue.js': 'x',
  });

  it('that a page loads and nothing resolves stops it', async () => {
    const [found] = await findingsIn(entry);
    expect(found).toMatchObject({ id: 'ref-missing', file: 'b.js', reference: 'vue' });
  });

  it.each([
    ['an import map', '<script type="importmap">{"imports":{"vue":"/vue.js"}}</script>'],
    ['a prefix of a map', '<script type="importmap">{"imports":{"vue/":"/","vue":"/vue.js"}}</script>'],
    [
      'a map made by a script',
      '<script>const map = document.createElement("script"); map.type = "importmap";</script>',
    ],
  ])('is resolved by %s', async (_, script) => {
    expect(await idsIn(withMap(script))).toEqual([]);
  });
});

describe('what a server may answer', () => {
  it('is no missing file, and counted as unverified', async () => {
    const body = '<img src="/api/avatar"><link rel="preload" as="fetch" href="/api/me">';
    const { findings, unverified } = await validate(folder(page(body)), { base: '/', budgets: [], secrets: [] });
    expect(findings).toEqual([]);
    expect(unverified).toBe(2);
  });
});

describe('development code', () => {
  it.each([
    ['in a page', page('<script type="module" src="/@vite/client"></script>'), ['dev-code']],
    ['imported', script('import "/@react-refresh"'), ['dev-code']],
    ['put in by a script', script('s.src = "/@vite/client"'), ['dev-code']],
    ['in prose', page('<code>"/@vite/client"</code>'), []],
  ])('%s', async (_, files, ids) => {
    expect(await idsIn(files)).toEqual(ids);
  });
});

describe('a file that is linked', () => {
  it('is there, in a folder that is linked too; a folder that holds itself ends', async () => {
    const outside = folder({ 'b.png': 'x' });
    const directory = folder(page('<img src="/linked/b.png">'));
    symlinkSync(outside, join(directory, 'linked'));
    symlinkSync(directory, join(directory, 'itself'));
    expect((await validate(directory, { base: '/', budgets: [], secrets: [] })).findings).toEqual([]);
  });
});

describe('an asset that a script names by URL and that stands under its folder', () => {
  it('is missing once', async () => {
    const code = 'new Worker(new URL("/assets/w-CPENGKxr.js", import.meta.url))';
    const vite = viteBuild({ root: '/', base: '/' });
    expect(await idsIn({ 'assets/a-B1xVn_3a.js': code }, { vite })).toEqual(['ref-missing']);
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
