import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { declaredManager } from '../src/package-manager/declared-manager.ts';
import { detectManager, type Detected } from '../src/package-manager/detect-manager.ts';
import { cacheKeys } from '../src/package-manager/download-cache.ts';
import { flavourOf } from '../src/package-manager/lock-file.ts';
import { managerNamed, type Flavour, type Manager } from '../src/package-manager/manager.ts';
import { fits } from '../src/package-manager/program.ts';
import { folder } from './site-fixture.ts';

type Files = Readonly<Record<string, string>>;

function detect(files: Files, under = '', asked: 'auto' | 'yarn' = 'auto', installs = true): Detected {
  const workspace = folder(files);
  return detectManager({ directory: join(workspace, under), workspace, asked, installs });
}

const nameOf = (detected: Detected): string => (detected.ok ? detected.manager.name : detected.problem);
const problemOf = (detected: Detected): string => (detected.ok ? '' : detected.problem);

describe('the package manager', () => {
  it.each<[string, Files, string]>([
    ['the lock file', { 'package-lock.json': '' }, 'npm'],
    [
      'package.json before two lock files',
      { 'package.json': '{"packageManager":"pnpm@9.1.0"}', 'pnpm-lock.yaml': '', 'package-lock.json': '' },
      'pnpm',
    ],
    ['devEngines', { 'package.json': '{"devEngines":{"packageManager":{"name":"yarn"}}}', 'yarn.lock': '' }, 'yarn'],
    ['either lock file of bun', { 'bun.lockb': '' }, 'bun'],
  ])('is told by %s', (_, files, name) => {
    expect(nameOf(detect(files))).toBe(name);
  });

  it('is told by the nearest lock file up to the workspace', () => {
    expect(nameOf(detect({ 'pnpm-lock.yaml': '', 'apps/web/package.json': '{}' }, 'apps/web'))).toBe('pnpm');
    expect(nameOf(detect({ 'pnpm-lock.yaml': '', 'apps/web/package-lock.json': '{}' }, 'apps/web'))).toBe('npm');
  });

  it('is not guessed', () => {
    expect(problemOf(detect({ 'package-lock.json': '', 'yarn.lock': '' }))).toContain(
      'package-lock.json and yarn.lock stand side by side',
    );
    expect(problemOf(detect({ 'package.json': '{}' }))).toContain('no lock file was found');
    expect(problemOf(detect({ 'package.json': '{"packageManager":"npm@11.0.0"}', 'yarn.lock': '' }))).toContain(
      'the lock file found is yarn.lock',
    );
  });

  it('needs no lock file where nothing is installed', () => {
    expect(nameOf(detect({ 'package.json': '{}' }, '', 'auto', false))).toBe('npm');
  });

  it('is the one that was asked for, in the version that package.json pins for it', () => {
    const files = { 'package-lock.json': '', 'yarn.lock': '' };
    expect(detect(files, '', 'yarn')).toMatchObject({ manager: { name: 'yarn', version: '' } });
    expect(detect({ ...files, 'package.json': '{"packageManager":"yarn@4.1.0"}' }, '', 'yarn')).toMatchObject({
      manager: { flavour: 'yarn-berry', version: '4.1.0' },
    });
  });

  it.each<[string, Files]>([
    ['package-lock.json', { 'package-lock.json': '{"packages":{"":{},"apps/docs":{}}}' }],
    [
      'pnpm-lock.yaml',
      { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n\nimporters:\n\n  apps/docs:\n    dependencies:\n" },
    ],
    ['yarn.lock', { 'yarn.lock': '# yarn lockfile v1\n', 'package.json': '{}' }],
  ])('is not taken from a %s above that does not speak for the project', (lock, files) => {
    const all = { ...files, 'apps/web/package.json': '{}', 'apps/docs/package.json': '{}' };
    expect(problemOf(detect(all, 'apps/web'))).toMatch(`${lock}, which does not speak for apps/web`);
    if (lock !== 'yarn.lock') expect(problemOf(detect(all, 'apps/docs'))).toBe('');
  });
});

describe('what package.json pins', () => {
  const declared = (manifest: object): unknown =>
    declaredManager([folder({ 'package.json': JSON.stringify(manifest) })]);

  it('is a version, and a hash where corepack wrote one', () => {
    expect(declared({ packageManager: 'pnpm@9.1.0+sha512.abc' })).toEqual({
      name: 'pnpm',
      version: '9.1.0',
      hash: 'sha512.abc',
      because: 'packageManager: pnpm@9.1.0',
    });
    expect(declared({ packageManager: 'npm' })).toMatchObject({ name: 'npm', version: '' });
    expect(declared({ devEngines: { packageManager: [{ name: 'bun', version: '^1.2' }] } })).toMatchObject({
      name: 'bun',
      version: '^1.2',
    });
    expect(declared({ packageManager: 'deno@2.0.0' })).toBeUndefined();
    expect(managerNamed('deno')).toBeUndefined();
  });

  const manager = (flavour: Flavour, version: string): Manager => ({
    name: managerNamed(flavour.replace(/-.*/, '')) ?? 'npm',
    flavour,
    version,
    hash: '',
    lockFile: '',
    because: '',
  });

  it.each<[Flavour, string, string, boolean]>([
    ['pnpm', '9.1.0', '9.1.0', true],
    ['pnpm', '9.1.0', '9.1.1', false],
    ['pnpm', '9', '9.1.1', true],
    ['pnpm', '9', '90.0.0', false],
    ['pnpm', '^9.0.0', '10.0.0', true],
    ['pnpm', '', '12.0.0', true],
    ['npm', '10.0.0', '11.0.0', true],
    ['yarn-classic', '', '4.1.0', false],
    ['yarn-berry', '', '1.22.22', false],
    ['yarn-berry', '', '4.1.0', true],
  ])('%s %s is served by %s on the runner: %s', (flavour, pinned, version, served) => {
    expect(fits(manager(flavour, pinned), version)).toBe(served);
  });

  it('tells Yarn 1 from later ones where the lock file does not', () => {
    const lock = (text: string): string => join(folder({ 'yarn.lock': text }), 'yarn.lock');
    expect(flavourOf('yarn', lock('# yarn lockfile v1\n'), '4.0.0')).toBe('yarn-classic');
    expect(flavourOf('yarn', lock('__metadata:\n  version: 8\n'), '')).toBe('yarn-berry');
    expect(flavourOf('yarn', lock(''), '4.0.0')).toBe('yarn-berry');
    expect(flavourOf('yarn', lock(''), '')).toBe('yarn-classic');
  });

  it('keys the cache by the lock file, under a prefix of its own', () => {
    const one = cacheKeys(manager('yarn-berry', ''), Buffer.from('a'));
    expect(one.key.startsWith(one.prefix)).toBe(true);
    expect(cacheKeys(manager('yarn-berry', ''), Buffer.from('b')).key).not.toBe(one.key);
    expect(cacheKeys(manager('yarn-classic', ''), Buffer.from('a')).prefix).not.toBe(one.prefix);
  });
});
