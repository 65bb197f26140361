import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { managedProjects, writeManagedProject } from './managed-project.ts';
import { runWebBuild } from './small-site.ts';

const project = managedProjects.npm;
const untouched = (workspace: string): boolean => !existsSync(join(workspace, 'web', 'node_modules'));

describe('bad input', () => {
  it('is told all at once, before anything is installed', () => {
    const workspace = writeManagedProject(project, {}, { 'yarn.lock': '# yarn lockfile v1\n' });
    const run = runWebBuild(workspace, {
      lint: 'lnt',
      test: 'unit',
      budgets: 'initial-js 200 potatoes\ntotal 1 MB',
      ignore: 'ref-mising',
      'fail-on': 'budjet',
      base: 'app',
      'output-directory': '../../elsewhere',
      'timeout-minutes': 'soon',
    });
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(/::error::\d+ inputs are wrong/);
    for (const told of [
      '"lint" cannot run: package.json has no script "lnt" (did you mean lint?)',
      '"test" cannot run: package.json has no script "unit"',
      '"budgets"',
      '"ref-mising", which is no check (did you mean ref-missing?)',
      '"budjet", which is no check (did you mean budget?)',
      '"base"',
      '"output-directory" must be a relative path inside the workspace',
      '"timeout-minutes" must be a number',
      '"package-manager" cannot be told: web/package-lock.json and web/yarn.lock stand side by side',
    ])
      expect(run.log).toContain(told);
    expect(untouched(workspace)).toBe(true);
  });

  it.each([{ 'output-directory': 'site' }, {}])(
    'is an output directory that is a link out of the workspace: %j',
    (inputs) => {
      const workspace = writeManagedProject(project);
      symlinkSync(
        mkdtempSync(join(tmpdir(), 'elsewhere-')),
        join(workspace, 'web', 'output-directory' in inputs ? 'site' : 'dist'),
      );
      const run = runWebBuild(workspace, inputs);
      expect(run.exitCode).toBe(1);
      expect(run.log).toMatch(/"output-directory" is (site|dist), which leads out of the workspace/);
      expect(untouched(workspace)).toBe(true);
    },
  );

  it('is a link to a folder outside that is not there yet', () => {
    const workspace = writeManagedProject(project);
    symlinkSync(join(mkdtempSync(join(tmpdir(), 'elsewhere-')), 'later'), join(workspace, 'web', 'dist'));
    const run = runWebBuild(workspace);
    expect(run.log).toContain('"output-directory" is dist, which leads out of the workspace');
  });

  it('is an output directory that only the build turns into a link out of the workspace', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    const build = `require('node:fs').symlinkSync(${JSON.stringify(elsewhere)}, 'dist');`;
    const run = runWebBuild(writeManagedProject(project, {}, { 'build.cjs': build }));
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('which leads out of the workspace');
  });

  it('is a file where a folder should be', () => {
    const run = runWebBuild(writeManagedProject(project), { 'working-directory': 'web/package.json', smoke: 'yes' });
    expect(run.log).toContain('"working-directory" is web/package.json, where there is no package.json');
    expect(run.log).toContain('"smoke" must be one of off, auto');
  });

  it('is a package.json that is no JSON, told with its place', () => {
    const run = runWebBuild(writeManagedProject(project, {}, { 'package.json': '{"name": ' }));
    expect(run.log).toMatch(/"working-directory" cannot be read: web\/package\.json is no valid JSON: [^.%]+\.%0A/);
  });

  it('is a folder without package.json, and an install command that needs a shell', () => {
    const run = runWebBuild(writeManagedProject(project), {
      'working-directory': 'wbe',
      install: 'npm ci && npm rebuild',
    });
    expect(run.log).toContain('where there is no package.json');
    expect(run.log).toContain('has the shell operator "&&"');
  });
});

describe('a build that exits with 0', () => {
  const page = '<!doctype html><link rel="stylesheet" href="/a.css"><script type="module" src="/a.js"></script>';
  const write = (statements: string): string => `const fs = require('node:fs'); fs.mkdirSync('dist'); ${statements}`;

  it.each([
    [
      'leaves half a site',
      write(`fs.writeFileSync('dist/index.html', '${page}'); fs.writeFileSync('dist/a.js', '')`),
      'ref-missing',
    ],
    ['leaves no page', write(`fs.writeFileSync('dist/a.js', '')`), 'index-missing'],
    ['leaves nothing', '', 'dist-missing'],
    [
      'says that it failed',
      write(`fs.writeFileSync('dist/index.html', '<title>x</title>'); console.error('error during build:\\nno')`),
      'though it exited with 0',
    ],
  ])('and %s is red', (_, build, told) => {
    const run = runWebBuild(writeManagedProject(project, {}, { 'build.cjs': build }), { lint: 'off' });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain(told);
  });

  it('and leaves the page of an earlier build is red', () => {
    const files = { 'build.cjs': '', 'dist/index.html': '<title>x</title>' };
    const run = runWebBuild(writeManagedProject(project, {}, files), { lint: 'off' });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('dist-stale');
  });
});

describe('lists', () => {
  it('take commas too, but not those within braces or numbers', () => {
    const run = runWebBuild(writeManagedProject(project), {
      budgets: '*.{js,css} 1 kB, totl 1 MB, total 1,5 MB',
      ignore: 'budget, localhost-ulr',
    });
    const told = [...run.log.matchAll(/Input "(?:budgets|ignore)" [^%]*?"([^"]+)"/g)].map(([, item]) => item);
    expect(told).toEqual(['totl 1 MB', 'total 1,5 MB', 'localhost-ulr']);
  });
});

describe('a package.json with a byte order mark', () => {
  it('is read as npm reads it', () => {
    const manifest = `\uFEFF${JSON.stringify({ name: 'x', scripts: { lint: 'lnt' } })}`;
    const run = runWebBuild(writeManagedProject(project, {}, { 'package.json': manifest }), { build: 'bild' });
    expect(run.log).toContain('no script "bild"; it has lint');
  });
});

describe('an install command', () => {
  it('is split as a shell would split it', () => {
    const run = runWebBuild(writeManagedProject(project), {
      install: `node -e "require('node:fs').writeFileSync('a b', '')" 'x y'`,
      lint: 'off',
      build: 'off',
      'output-directory': '.',
    });
    expect(run.log).toContain('index-missing');
    expect(run.log).not.toContain('install failed');
  });
});
