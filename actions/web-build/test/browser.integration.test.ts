import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runWebBuild, smallSite } from './small-site.ts';

const quick = { lint: 'off', smoke: 'auto' };

interface Report {
  readonly pages: readonly { page: string; path: string; faults: { message: string }[]; screenshot: string }[];
  readonly files: readonly { title: string; path: string }[];
}

const reportOf = (outputs: Readonly<Record<string, string>>): Report =>
  JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8')) as Report;

describe('a site in a browser', () => {
  it('is green with a picture of every page, served under its base', () => {
    const config =
      'export default { base: "/app/", build: { rollupOptions: { input: ["index.html", "about/index.html"] } } }';
    const about = '<!doctype html><h1>About</h1><script type="module">fetch("/api/me")</script>';
    const workspace = smallSite({ 'vite.config.js': config, 'about/index.html': about });
    const run = runWebBuild(workspace, { ...quick, base: '/app/' });
    expect(run.log).not.toContain('::error');
    expect(run.exitCode).toBe(0);
    expect(run.log).not.toContain('not opened in a browser');
    const { pages, files } = reportOf(run.outputs);
    expect(pages.map(({ page, path }) => [page, path])).toEqual([
      ['index.html', '/app/'],
      ['about/index.html', '/app/about/'],
    ]);
    expect(pages[1]?.faults).toMatchObject([{ severity: 'note', message: '/api/me (fetch): 404' }]);
    const picture = readFileSync(files[0]?.path ?? '');
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(run.summary).toContain('not counted: /api/me');
  });

  it('keeps the pictures of pages apart whose names come to the same', () => {
    const workspace = smallSite({
      'public/a-b.html': '<!doctype html><p>One',
      'public/a/b.html': '<!doctype html><p>Two',
    });
    const run = runWebBuild(workspace, quick);
    expect(run.exitCode).toBe(0);
    const pictures = new Set(reportOf(run.outputs).files.map(({ path }) => path));
    expect([...pictures].filter((path) => existsSync(path))).toHaveLength(3);
  });

  it('is red on what only a browser sees', () => {
    const main = `document.title.gone.length;`;
    const late = `const name = ['./lo', 'st.js'].join(''); import(/* @vite-ignore */ name).catch(() => console.error('no', 1));`;
    const workspace = smallSite({ 'src/main.js': `import './late.js';\n${main}`, 'src/late.js': late });
    const run = runWebBuild(workspace, quick);
    expect(run.exitCode).toBe(1);
    const found = JSON.parse(run.outputs['checks'] ?? '') as { id: string; severity: string; message: string }[];
    const page = found.filter(({ id }) => id === 'page-error').map(({ severity, message }) => `${severity} ${message}`);
    expect(page).toEqual([
      expect.stringMatching(/^error Uncaught: TypeError/),
      expect.stringMatching(/^error \/assets\/lost\.js \(script\): 404/),
      'warning no 1',
    ]);
  });

  it('is left alone, and said so in one notice, where there is no browser', () => {
    const run = runWebBuild(smallSite(), quick, { PATH: nodeAndShell(), CHROME_PATH: '' });
    expect(run.exitCode).toBe(0);
    expect(run.log.match(/::notice::The pages were not opened in a browser: no Chromium was found/g)).toHaveLength(1);
  });
});

/** A folder for PATH with node, npm and what they call, and no browser. */
function nodeAndShell(): string {
  const folder = mkdtempSync(join(tmpdir(), 'web-build-no-browser-'));
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const name of ['node', 'npm', 'sh', 'git']) {
    const found = folders.map((path) => join(path, name)).find((file) => existsSync(file));
    if (found !== undefined) symlinkSync(realpathSync(found), join(folder, name));
  }
  return folder;
}
