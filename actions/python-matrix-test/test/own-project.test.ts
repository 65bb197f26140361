import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { leaveOutItself, namedIn } from '../src/environments/itself.ts';
import { readPyproject } from '../src/environments/pyproject.ts';
import { workspaceLock } from '../src/environments/uv-workspace.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'own-project-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

describe('a requirements file that names the project itself', () => {
  it.each([
    ['.', []],
    ['-e .', []],
    ['-e.', undefined],
    ['--editable=.[test]', ['test']],
    ['-e .[cli, test]  # all', ['cli', 'test']],
    ['./ ; python_version > "3"', []],
    ['-e file:.#egg=shop', []],
    ['./vendor', undefined],
    ['-e ../libs/core', undefined],
    ['.venv', undefined],
    ['pytest', undefined],
  ])('is known by %j', (line, extras) => {
    const found = namedIn(folder({ 'all.txt': `pytest\n${line}\n` }), [{ kind: 'file', path: 'all.txt' }]);
    expect(found).toEqual(extras ? { files: ['all.txt'], extras } : { files: [], extras: [] });
  });

  it('may be one that another includes, and loses that line alone in a copy', () => {
    const root = folder({ 'dev.txt': '-r reqs/test.txt\n', 'reqs/test.txt': 'pytest\n-e .[test]\niniconfig\n' });
    const found = namedIn(root, [{ kind: 'file', path: 'dev.txt' }]);
    expect(found).toEqual({ files: ['reqs/test.txt'], extras: ['test'] });
    leaveOutItself(root, found.files);
    expect(readFileSync(join(root, 'reqs/test.txt'), 'utf8')).toBe('pytest\n\niniconfig\n');
  });
});

describe('the lock of a uv workspace', () => {
  const root = folder({
    'uv.lock': '',
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["libs/*"]\nexclude = ["libs/old"]\n',
    'other/uv.lock': '',
    'other/api/x': '',
  });

  it.each([
    ['libs/app', '../../uv.lock'],
    ['libs/old', ''],
    ['api', ''],
    ['other/api', ''],
    ['.', ''],
  ])('of %s is %j', (directory, lock) => {
    expect(workspaceLock(join(root, directory), root)).toBe(lock);
  });
});

describe('a pyproject.toml', () => {
  it.each([
    ['[tool.uv.sources]\ncore = { workspace = true }\n', true, true],
    ['[tool.uv.sources]\ncore = [{ path = "vendor/core", marker = "python_version > \'3\'" }]\n', true, false],
    ['[tool.setuptools_scm]\nsearch_parent_directories = true\n', false, true],
    ['[tool.hatch.version]\nsource = "vcs"\n', false, false],
  ])('that says %j has sources: %s, reaches out: %s', (text, sources, reachesOut) => {
    expect(readPyproject(folder({ 'pyproject.toml': text }))).toMatchObject({ pyproject: { sources, reachesOut } });
  });
});
