import { describe, expect, it } from '@jest/globals';
import { wholeScript } from '../src/scripts/project.ts';
import { scriptVariables, viteFlags } from '../src/scripts/output-directory.ts';
import { sourceFinder } from '../src/report/source-lines.ts';
import { finding } from '../src/checks/finding.ts';
import { folder } from './site-fixture.ts';

describe('the flags of vite build', () => {
  it.each([
    ['tsc -b && vite build', '', {}],
    ['vite build --outDir=public --mode staging', 'public', { mode: 'staging' }],
    ['vite build app -c vite.web.ts && echo --outDir no', '', { root: 'app', configFile: 'vite.web.ts' }],
  ])('%s', (script, outDir, config) => {
    expect(viteFlags(script)).toEqual({ outDir, config });
  });
});

describe('a script', () => {
  const scripts = {
    build: 'npm run check && npm run -s build:client && yarn build:server && npm run gone',
    check: 'tsc',
    'build:client': 'vite build --outDir dist/client',
    'build:server': 'vite build --ssr && npm run build',
  };

  it('is read with those that it runs, and never in a circle', () => {
    expect(wholeScript('build', scripts)).toBe(
      'tsc && vite build --outDir dist/client && vite build --ssr && npm run build && npm run gone',
    );
    expect(viteFlags(wholeScript('build', scripts)).outDir).toBe('dist/client');
    expect(wholeScript('gone', scripts)).toBe('');
  });
});

describe('the source of a finding', () => {
  const find = (reference: string, file: string, sources: Record<string, string>): unknown =>
    sourceFinder(folder(sources), '/nowhere', '/app/')(finding('ref-missing', file, '', { reference }));

  it('is the same page at its own line, with the base taken off', () => {
    expect(find('/app/a.png', 'index.html', { 'index.html': '\n<img src="/a.png">' })).toEqual({
      file: 'index.html',
      line: 2,
    });
  });

  it('is a style sheet for what a style sheet says', () => {
    const sources = { 'README.html': '/b.png', 'src/main.css': 'a{}\nb{background:url(/b.png)}' };
    expect(find('/b.png', 'assets/x.css', sources)).toEqual({ file: 'src/main.css', line: 2 });
  });

  it('is not a longer name', () => {
    expect(find('/b.png', 'index.html', { 'index.html': '/img/b.png /b.png-2' })).toBeUndefined();
  });
});

describe('the variables that a build script sets', () => {
  it.each([
    ['OUT=release vite build', { OUT: 'release' }],
    ['tsc && cross-env A="b c" D=\'e\' F= vite build --mode x', { A: 'b c', D: 'e', F: '' }],
    ['NODE_OPTIONS=--max-old-space-size=4096 vite build', {}],
    ['A=1 tsc && vite build', {}],
    ['A=$(date) vite build', {}],
    ['vite build', {}],
  ])('%s', (script, variables) => {
    expect(scriptVariables(script)).toEqual(variables);
  });
});
