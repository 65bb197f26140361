import { describe, expect, it } from '@jest/globals';
import { explainInstall } from '../src/package-manager/install.ts';
import { viteFlags } from '../src/scripts/output-directory.ts';
import { detectManager } from '../src/package-manager/detect-manager.ts';
import { planScripts } from '../src/scripts/project.ts';
import { hasCrashed } from '../src/scripts/run-scripts.ts';
import { sourceFinder } from '../src/report/source-lines.ts';
import { finding } from '../src/checks/finding.ts';
import { join } from 'node:path';
import { folder } from './site-fixture.ts';

const manager = (files: Readonly<Record<string, string>>, under = ''): string => {
  const workspace = folder(files);
  return detectManager(join(workspace, under), workspace, 'auto', true).name;
};

describe('the package manager', () => {
  it.each([
    ['the lock file', { 'package-lock.json': '' }, 'npm'],
    [
      'package.json before two lock files',
      { 'package.json': '{"packageManager":"pnpm@9.1.0"}', 'pnpm-lock.yaml': '', 'package-lock.json': '' },
      'pnpm',
    ],
    ['devEngines', { 'package.json': '{"devEngines":{"packageManager":{"name":"yarn"}}}', 'yarn.lock': '' }, 'yarn'],
  ])('is told by %s', (_, files, name) => {
    expect(manager(files as unknown as Record<string, string>)).toBe(name);
  });

  it('is told by the nearest lock file up to the workspace', () => {
    expect(manager({ 'pnpm-lock.yaml': '', 'apps/web/package.json': '{}' }, 'apps/web')).toBe('pnpm');
    expect(manager({ 'pnpm-lock.yaml': '', 'apps/web/package-lock.json': '{}' }, 'apps/web')).toBe('npm');
  });

  it('is not guessed', () => {
    expect(() => manager({ 'package-lock.json': '', 'yarn.lock': '' })).toThrow(
      'package-lock.json and yarn.lock stand side by side',
    );
    expect(() => manager({ 'package.json': '{}' })).toThrow('No lock file was found');
    expect(() => manager({ 'package.json': '{"packageManager":"npm@11.0.0"}', 'yarn.lock': '' })).toThrow(
      'the lock file found is yarn.lock',
    );
  });
});

describe('the scripts', () => {
  const none = { lint: '', typecheck: '', test: '', build: '' };

  it('of the usual names run, a missing optional one does not', () => {
    const scripts = { lint: 'eslint .', build: 'vite build', test: 'echo "Error: no test specified" && exit 1' };
    expect(planScripts(none, scripts)).toEqual({ lint: 'lint', build: 'build' });
    expect(planScripts({ ...none, lint: 'off' }, scripts)).toEqual({ build: 'build' });
  });

  it('that are required and missing are named all at once', () => {
    expect(() => planScripts({ ...none, test: 'unti' }, { unit: 'x' })).toThrow(
      /"lint".*\n.*"unti".*unit\?.*\n.*"build"/,
    );
  });
});

describe('lint', () => {
  const run = {
    name: 'lint',
    command: 'npm run lint',
    outcome: 'failed',
    exitCode: 1,
    seconds: 1,
    output: 'x is unused',
  } as const;

  it('crashes otherwise than it finds', () => {
    expect(hasCrashed(run)).toBe(false);
    expect(hasCrashed({ ...run, exitCode: 2 })).toBe(true);
    expect(hasCrashed({ ...run, output: "ENOENT: no such file or directory, open 'vite.config.ts.timestamp'" })).toBe(
      true,
    );
    expect(hasCrashed({ ...run, outcome: 'passed', exitCode: 0 })).toBe(false);
  });
});

describe('npm’s EUSAGE', () => {
  it('is explained with what differs', () => {
    const output =
      'npm error code EUSAGE\nnpm error Missing: vite@7.3.8 from lock file\nnpm error Invalid: a@1 does not satisfy a@2';
    const run = { name: 'install', command: '', outcome: 'failed', exitCode: 1, seconds: 0, output } as const;
    expect(explainInstall(run, { name: 'npm', lockFile: '', because: '' })).toContain(
      '(Missing: vite@7.3.8 from lock file; Invalid: a@1',
    );
  });
});

describe('the flags of vite build', () => {
  it.each([
    ['tsc -b && vite build', '', {}],
    ['vite build --outDir=public --mode staging', 'public', { mode: 'staging' }],
    ['vite build app -c vite.web.ts && echo --outDir no', '', { root: 'app', configFile: 'vite.web.ts' }],
  ])('%s', (script, outDir, config) => {
    expect(viteFlags(script)).toEqual({ outDir, config });
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
