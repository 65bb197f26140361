import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkRequirementsFile } from '../src/checks/requirement-lines.ts';
import { checkDirectory } from '../src/checks/check-directory.ts';
import { checkRequirements } from '../src/checks/check-requirements.ts';
import { checkSuitePaths } from '../src/checks/suite-paths.ts';
import { chooseSources } from '../src/coverage/sources.ts';
import { includedFile } from '../src/environments/included-file.ts';
import { findRequirements } from '../src/environments/found-requirements.ts';
import { readPyproject } from '../src/environments/pyproject.ts';
import { requirementList } from '../src/environments/requirement.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'checks-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

describe('a requirements file', () => {
  it.each([
    'pytest',
    'pytest>=7,<9 ; python_version >= "3.10"',
    'requests[security, socks] == 2.8.*',
    'zope.interface ~= 5.0',
    'a (>=1.0)',
    'pip @ https://host/pip.whl',
    'git+https://host/x.git@main#egg=x',
    './vendor/x.whl',
    '-e .',
    '--index-url https://host/simple',
    'x==1.0 --hash=sha256:aa --hash=sha256:bb',
    'x==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb',
    'private==${VERSION}',
    'pytest  # a comment',
    'x===1.0-odd',
    'x>=1.0; extra == "a"',
    '\ufeffpytest\r\ncoverage',
  ])('may say %j', (text) => {
    expect(checkRequirementsFile(folder({ 'r.txt': text }), 'r.txt')).toEqual([]);
  });

  it.each([
    'pytest = 7',
    'pytest=>7',
    'pytest 7',
    '==1.0',
    'a b c',
    'import pytest',
    'pytest >= 7 < 9',
    '<<<<<<< HEAD',
  ])('may not say %j', (text) => {
    expect(checkRequirementsFile(folder({ 'r.txt': `# first\n${text}\n` }), 'r.txt')).toEqual([
      `r.txt:2 is no requirement: "${text}"`,
    ]);
  });

  it('is followed into the files it includes, beside it', () => {
    const root = folder({ 'deps/all.txt': '-r base.txt\n-c gone.txt\n', 'deps/base.txt': 'a = 1\n-r all.txt\n' });
    expect(checkRequirementsFile(root, 'deps/all.txt')).toEqual([
      'deps/base.txt:1 is no requirement: "a = 1"',
      'deps/all.txt:2 includes deps/gone.txt, which does not exist',
    ]);
  });
});

describe('a file that a line includes', () => {
  it.each([
    ['-r base.txt', 'requirements', 'base.txt'],
    ['-rbase.txt', 'requirements', 'base.txt'],
    ['  --requirement=base.txt  # all', 'requirements', 'base.txt'],
    ['-r "my base.txt"', 'requirements', 'my base.txt'],
    ["-c 'pins.txt'", 'constraints', 'pins.txt'],
    ['--constraint pins.txt', 'constraints', 'pins.txt'],
  ])('of %j is told', (line, kind, path) => {
    expect(includedFile(line)).toEqual({ kind, path });
  });

  it.each(['--require-hashes', '--requirements x', 'requests', '-e .', '--config-settings x=y', '# -r base.txt'])(
    'is none in %j',
    (line) => {
      expect(includedFile(line)).toBeUndefined();
    },
  );

  it('may have a name in quotes', () => {
    const root = folder({ 'all.txt': '-r "my base.txt"\n', 'my base.txt': 'pytest\n' });
    expect(checkRequirementsFile(root, 'all.txt')).toEqual([]);
  });
});

describe('the paths of a suite', () => {
  const root = folder({ 'api/tests/test_a.py': '', 'other/test_b.py': '' });
  const check = (...args: string[]): string[] => checkSuitePaths(args, join(root, 'api'), root);

  it.each([
    [['tests']],
    [['tests/test_a.py::TestA::test_b[x/y]']],
    [['-k', 'not there', '-m', 'slow', 'tests']],
    [['--ignore', 'gone', '-p', 'no:cacheprovider', '--cov=src', 'tests']],
    [['-q', 'tests', '../other']],
    [['--pyargs', 'package.tests']],
    [['-n', 'auto']],
  ])('may be %j', (args) => {
    expect(check(...args)).toEqual([]);
  });

  it('must exist, and lie inside the workspace', () => {
    expect(check('-q', 'gone')).toEqual(['names "gone", which does not exist in working-directory']);
    expect(check('-v', '../../etc')).toEqual(['names "../../etc", which lies outside the workspace']);
    expect(check('tests/test_*.py')[0]).toContain('no shell expands it');
  });
});

describe('the requirements of a project', () => {
  const parse = (raw: string): unknown => {
    const parsed = requirementList().parse(raw);
    return parsed.ok ? parsed.value : parsed.problem;
  };

  it('are files, constraints, locks, the project with extras, and groups', () => {
    expect(
      parse('a.txt, constraints.txt\n-c pins.txt\n# none\n.[test,cli], group:dev\nuv.lock\npylock.dev.toml'),
    ).toEqual([
      { kind: 'file', path: 'a.txt' },
      { kind: 'constraints', path: 'constraints.txt' },
      { kind: 'constraints', path: 'pins.txt' },
      { kind: 'project', extras: ['test', 'cli'] },
      { kind: 'group', name: 'dev' },
      { kind: 'lock', format: 'uv', path: 'uv.lock' },
      { kind: 'lock', format: 'pylock', path: 'pylock.dev.toml' },
    ]);
  });

  const pyproject = (text: string, files: Readonly<Record<string, string>> = {}) => {
    const read = readPyproject(folder({ 'pyproject.toml': text, ...files }));
    if (!read.ok) throw new Error(read.problem);
    return read.pyproject;
  };
  const packaged = pyproject(
    '[build-system]\nrequires = []\n[project]\nname = "x"\n[project.optional-dependencies]\ntest = ["a"]\ndocs = ["b"]\n[dependency-groups]\ndev = [{include-group = "Base_Group"}, "c"]\nbase-group = ["d"]\n',
  );

  it('are found: its files and itself, with what tests need', () => {
    expect(findRequirements(['requirements.txt', 'requirements-dev.txt', 'constraints.txt'], packaged)).toEqual([
      { kind: 'constraints', path: 'constraints.txt' },
      { kind: 'file', path: 'requirements-dev.txt' },
      { kind: 'file', path: 'requirements.txt' },
      { kind: 'project', extras: ['test'] },
      { kind: 'group', name: 'dev' },
    ]);
    expect(packaged.groups.get('dev')).toEqual(['d', 'c']);
  });

  it('are its lock where it has one', () => {
    expect(findRequirements(['uv.lock', 'requirements.txt'], packaged)[0]).toEqual({
      kind: 'lock',
      format: 'uv',
      path: 'uv.lock',
    });
    expect(findRequirements(['uv.lock', 'requirements.txt'], packaged)).toHaveLength(3);
  });

  it('are only its dependencies where nothing is to be built', () => {
    const application = pyproject('[project]\nname = "x"\ndependencies = ["a"]\n');
    expect(application).toMatchObject({ installs: true, builds: false, dependencies: ['a'] });
    expect(pyproject('[tool.ruff]\n')).toMatchObject({ installs: false, builds: false });
    expect(pyproject('[project]\nname = "x"\n', { 'src/x.py': '' })).toMatchObject({ builds: true });
  });

  it('are itself with the extras of a setup.cfg that tests need', () => {
    const cfg =
      '[options]\npackages = find:\n[options.extras_require]\ntests =\n    pytest-asyncio\n    # for lint\n    packaging>=20\ndocs = sphinx\n[tool:pytest]\ntestpaths = tests\n';
    for (const files of [{ 'setup.py': '' }, { 'pyproject.toml': '[build-system]\nrequires = ["setuptools"]\n' }]) {
      const read = readPyproject(folder({ 'setup.cfg': cfg, ...files }));
      if (!read.ok) throw new Error(read.problem);
      expect(findRequirements([], read.pyproject)).toEqual([{ kind: 'project', extras: ['tests'] }]);
      expect(read.pyproject.extras.get('tests')).toEqual(['pytest-asyncio', 'packaging>=20']);
      expect(read.pyproject.extras.get('docs')).toEqual(['sphinx']);
    }
    expect(pyproject('[project]\nname = "x"\n', { 'setup.cfg': cfg }).extras.size).toBe(0);
  });

  it.each(['[tool.poetry]\npackage-mode = false', '[tool.uv]\npackage = false', '[tool.pdm]\ndistribution = false'])(
    'are only its dependencies where it says %j',
    (word) => {
      const text = `[build-system]\nrequires = []\n[project]\nname = "x"\ndependencies = ["a"]\n${word}\n`;
      expect(pyproject(text)).toMatchObject({ installs: true, builds: false, dependencies: ['a'] });
    },
  );

  it('are itself where it has a setup.py alone', () => {
    const read = readPyproject(folder({ 'setup.py': '' }));
    expect(read.ok && findRequirements(['setup.py', 'requirements.txt'], read.pyproject)).toEqual([
      { kind: 'file', path: 'requirements.txt' },
      { kind: 'project', extras: [] },
    ]);
  });
});

describe('the sources to measure', () => {
  it('are the packages of src, those of namespaces by their whole name, and its modules', () => {
    const files = [
      'b/__init__.py',
      'b/sub/__init__.py',
      'ns/one/__init__.py',
      'ns/two/mod.py',
      'solo.py',
      'x.egg-info/a.py',
    ];
    const directory = folder(Object.fromEntries(files.map((file) => [`src/${file}`, ''])));
    expect(sources(directory)).toEqual(['b', 'ns.one', 'ns.two.mod', 'solo']);
  });

  it('are the packages beside the tests where there is no src', () => {
    const files = ['app/__init__.py', 'tests/__init__.py', 'scripts/run.py'];
    expect(sources(folder(Object.fromEntries(files.map((file) => [file, '']))))).toEqual(['app']);
  });

  it('are left to the project’s own configuration', () => {
    expect(sources(folder({ 'src/a/__init__.py': '', '.coveragerc': '[run]\nsource = a\n' }))).toEqual([]);
  });

  function sources(directory: string): readonly string[] {
    const read = readPyproject(directory);
    if (!read.ok) throw new Error(read.problem);
    return chooseSources(directory, [], read.pyproject);
  }
});

describe('what to install from', () => {
  it.each([
    ['gone.txt', 'names "gone.txt", which does not exist in working-directory'],
    ['idna>=3.1', 'packages are named in a file, or installed by install-command'],
    ['../../x.txt', 'names "../../x.txt", which lies outside the workspace'],
  ])('is %s, which is refused', (entry, says) => {
    const workspace = folder({ 'api/x.py': '' });
    const requirements = requirementList().parse(entry);
    const read = readPyproject(workspace);
    if (!requirements.ok || !read.ok) throw new Error('unreadable');
    const where = {
      directory: join(workspace, 'api'),
      workspace,
      pyproject: read.pyproject,
      installer: 'auto' as const,
    };
    const [mistake] = checkRequirements(requirements.value, where);
    expect(mistake?.problem).toContain(says);
    expect(mistake?.problem.includes('packages')).toBe(says.includes('packages'));
  });
});

describe('the working directory', () => {
  it('may be a link inside the workspace, and none that leads out of it', () => {
    const workspace = folder({ 'api/x.py': '' });
    symlinkSync('api', join(workspace, 'inside'));
    symlinkSync(tmpdir(), join(workspace, 'outside'));
    expect(checkDirectory('inside', workspace)).toEqual([]);
    expect(checkDirectory('outside', workspace)[0]?.problem).toContain('leads out of the workspace');
    expect(checkDirectory('gone', workspace)[0]?.problem).toContain('is no directory of the workspace');
  });
});
