import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { page, script, type BrokenSite } from './broken-site.ts';

const remove =
  (name: RegExp) =>
  (output: string): void => {
    const assets = join(output, 'assets');
    for (const file of readdirSync(assets).filter((item) => name.test(item))) rmSync(join(assets, file));
  };

/** Sites that refer to what is not there. */
export const brokenReferences: readonly BrokenSite[] = [
  { what: 'an image that does not exist', id: 'ref-missing', files: { 'index.html': page('<img src="/gone.png">') } },
  {
    what: 'an icon that does not exist',
    id: 'ref-missing',
    files: { 'index.html': page('', '<link rel="apple-touch-icon" href="/touch.png">') },
  },
  {
    what: 'one candidate of a `srcset`',
    id: 'ref-missing',
    files: { 'index.html': page('<img src="/icon.svg" srcset="/icon.svg 1x, /gone.svg 2x">') },
  },
  {
    what: 'a `<source>` of a picture',
    id: 'ref-missing',
    files: { 'index.html': page('<picture><source srcset="/gone.webp"><img src="/icon.svg"></picture>') },
  },
  {
    what: 'a video’s poster',
    id: 'ref-missing',
    files: { 'index.html': page('<video poster="/gone.jpg"></video>') },
  },
  {
    what: 'a symbol file of `<use>`',
    id: 'ref-missing',
    files: { 'index.html': page('<svg><use href="/gone.svg#a"/></svg>') },
  },
  {
    what: 'a background in a `style` attribute',
    id: 'ref-missing',
    files: { 'index.html': page('<p style="background: url(/gone.png)"></p>') },
  },
  {
    what: 'a classic script',
    id: 'ref-missing',
    files: { 'index.html': page('<script src="/legacy.js"></script>') },
  },
  {
    what: 'an image in CSS',
    id: 'ref-missing',
    files: { 'src/lazy.css': 'p { background: url(/gone.png) }' },
  },
  {
    what: 'a font in CSS',
    id: 'ref-missing',
    files: { 'src/main.css': '@font-face { font-family: a; src: url("/fonts/gone.woff2") }' },
  },
  {
    what: '`new URL(…, import.meta.url)`',
    id: 'ref-missing',
    files: script('fetch(new URL("./gone.wasm", import.meta.url));'),
  },
  {
    what: 'a web app manifest',
    id: 'ref-missing',
    files: { 'index.html': page('', '<link rel="manifest" href="/site.webmanifest">') },
  },
  {
    what: 'an icon in a web app manifest',
    id: 'ref-missing',
    files: {
      'index.html': page('', '<link rel="manifest" href="/site.webmanifest">'),
      'public/site.webmanifest': '{"icons":[{"src":"/icon-512.png"}]}',
    },
  },
  {
    what: 'a web app manifest with a comma too many',
    id: 'manifest-broken',
    files: {
      'index.html': page('', '<link rel="manifest" href="/site.webmanifest">'),
      'public/site.webmanifest': '{"name":"x",}',
    },
  },
  {
    what: 'an image of an SVG that is shown as a document',
    id: 'ref-missing',
    files: {
      'index.html': page('<object data="/map.svg"></object>'),
      'public/map.svg': '<svg xmlns="http://www.w3.org/2000/svg"><image href="tiles.png"/></svg>',
    },
  },
  {
    what: 'a target of an import map',
    id: 'ref-missing',
    files: {
      'index.html': page('', '<script type="importmap">{"imports":{"react":"/vendor/react.js"}}</script>'),
      ...script('import "react";'),
    },
    config: 'build: { rollupOptions: { external: ["react"] } }',
  },
  {
    what: 'an external import without an import map',
    id: 'ref-missing',
    files: script('import "react";'),
    config: 'build: { rollupOptions: { external: ["react"] } }',
  },
  {
    what: 'an image of another page of a site with several',
    id: 'ref-missing',
    files: { 'about/index.html': page('<img src="../gone.png">') },
    config: 'build: { rollupOptions: { input: ["index.html", "about/index.html"] } }',
  },
  {
    what: 'an image of a page in `public/`',
    id: 'ref-missing',
    files: { 'public/help.html': '<!doctype html><img src="help/gone.png">' },
  },
  {
    what: 'an image of a site with base `./`',
    id: 'ref-missing',
    files: { 'index.html': page('<img src="./gone.png">') },
    flags: ['--base', './'],
  },
  { what: 'a lazy chunk lost after the build', id: 'ref-missing', after: remove(/^lazy.*\.js$/) },
  { what: 'the style of a lazy chunk lost after the build', id: 'ref-missing', after: remove(/^lazy.*\.css$/) },
  { what: 'the entry lost after the build', id: 'ref-missing', after: remove(/^index.*\.js$/) },
  { what: 'a worker lost after the build', id: 'ref-missing', after: remove(/^worker/) },
  { what: 'an imported image lost after the build', id: 'ref-missing', after: remove(/^large/) },
  {
    what: 'a name in other capitals, in HTML',
    id: 'case-mismatch',
    files: { 'index.html': page('<img src="/Icon.svg">') },
  },
  {
    what: 'a name in other capitals, in CSS',
    id: 'case-mismatch',
    files: { 'src/lazy.css': 'p { background: url(/icon.SVG) }' },
  },
  { what: 'built for `/app/`, served at `/`', id: 'base-mismatch', flags: ['--base', '/app/'] },
  { what: 'built for `/`, served at `/repository/`', id: 'base-mismatch', expected: { base: '/repository/' } },
  {
    what: 'a page in `public/` that does not know the base',
    id: 'base-mismatch',
    files: { 'public/help.html': '<!doctype html><img src="/icon.svg">' },
    flags: ['--base', '/app/'],
    expected: { base: '/app/' },
  },
];
