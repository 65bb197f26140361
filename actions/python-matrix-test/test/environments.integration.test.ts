import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';
import { runActionIn, runActionOn, writeWorkspace } from './fixtures/run-action.ts';
import { lockedProject } from './fixtures/locked-project.ts';

const project = {
  'pyproject.toml':
    '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.10"\ndependencies = ["iniconfig"]\n[project.optional-dependencies]\ncli = ["pluggy"]\n[dependency-groups]\nnewer = ["packaging"]\nolder = ["pytest<9", {include-group = "newer"}]\n',
  'src/shop/__init__.py': 'def one():\n    return 1\n',
  'tests/test_shop.py':
    'import iniconfig, packaging, pluggy, shop\nfrom importlib.metadata import version\ndef test_one():\n    assert shop.one() == 1 and version("pytest").startswith("8.")\n',
};

const asChecked = ['pyproject.toml', 'src', 'tests'];

describe('an environment', () => {
  it('holds the extras and the dependency groups that requirements names', async () => {
    const run = await runActionOn(project, { requirements: '.[cli], group:older' });
    expect(run.log).toContain('pytest-8.');
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1' } });
  });

  it('is made from uv.lock, once for several Pythons, and leaves the workspace as it was', async () => {
    const files = await lockedProject(project, ['lock'], 'uv.lock');
    const run = await runActionOn(files, {
      requirements: 'uv.lock, .[cli], group:older',
      'python-versions': '3.10, 3.12',
    });
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '2', coverage: '100.00' } });
    expect(readdirSync(run.workspace).sort()).toEqual([...asChecked, 'uv.lock']);
    expect(readdirSync(join(run.workspace, 'src'))).toEqual(['shop']);
  });

  it('is not made from a uv.lock that pyproject.toml has left behind', async () => {
    const files = await lockedProject(project, ['lock'], 'uv.lock');
    const newer = files['pyproject.toml']?.replace('"iniconfig"', '"iniconfig", "pygments"') ?? '';
    const run = await runActionOn({ ...files, 'pyproject.toml': newer }, { requirements: 'uv.lock, group:older' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed', tests: '0' } });
    expect(run.legs[0]?.reason).toContain('uv.lock cannot be used');
  });

  it('is made from pylock.toml without building in the workspace', async () => {
    const lock = ['export', '--quiet', '--format', 'pylock.toml', '--all-extras', '--group', 'older', '--output-file'];
    const files = await lockedProject(project, [...lock, 'pylock.toml'], 'pylock.toml');
    const run = await runActionOn(files);
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1', coverage: '100.00' } });
    expect(readdirSync(run.workspace).sort()).toEqual(['pylock.toml', ...asChecked].sort());
    expect(readdirSync(join(run.workspace, 'src'))).toEqual(['shop']);
  });

  it.each(['uv', 'pip'])(
    'holds the project that requirements files name themselves, built once (%s)',
    async (installer) => {
      const files = {
        ...project,
        'requirements.txt': '-r reqs/base.txt\n',
        'requirements-dev.txt': '-e .[cli]  # with what the command line needs\npackaging\n',
        'reqs/base.txt': 'iniconfig\n',
        'tests/test_shop.py':
          'import iniconfig, packaging, pluggy\nfrom shop import one\ndef test_one():\n    assert one() == 1\n',
      };
      const run = await runActionOn(files, { installer });
      expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1', coverage: '100.00' } });
      expect(readdirSync(join(run.workspace, 'src'))).toEqual(['shop']);
    },
  );

  it.each([false, true])('is made from the other members of a uv workspace, with its lock: %s', async (withLock) => {
    const files = {
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["libs/*"]\n',
      ...member('core', '["iniconfig"]', 'import iniconfig\n'),
      ...member('app', '["core"]\n[tool.uv.sources]\ncore = { workspace = true }', 'import core\n'),
      'libs/app/tests/test_app.py': 'import app\ndef test_app():\n    assert app.core\n',
    };
    const all = withLock ? await lockedProject(files, ['lock'], 'uv.lock') : files;
    const run = await runActionOn(all, { 'working-directory': 'libs/app', 'python-versions': '3.10, 3.12' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '2', coverage: '100.00' } });
    expect(/pip install -r/.test(run.log)).toBe(withLock);
    expect(readdirSync(join(run.workspace, 'libs', 'core'))).toEqual(['pyproject.toml', 'src']);
  });

  it('takes what tool.uv.sources says from there, not from the index', async () => {
    const vendored = member('six', '[]', 'ours = True\n', 'vendor');
    const source = '[tool.uv.sources]\nsix = { path = "vendor/six" }\n';
    const files = {
      ...vendored,
      'pyproject.toml': `[project]\nname = "shop"\nversion = "1"\ndependencies = ["six"]\n${source}`,
      'tests/test_source.py':
        'from importlib.metadata import version\ndef test_it():\n    assert version("six") == "0"\n',
    };
    const run = await runActionOn(files, { coverage: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1' } });
    expect(readdirSync(join(run.workspace, 'vendor', 'six'))).toEqual(['pyproject.toml', 'src']);
  });

  it('is built with what links in the project lead to', async () => {
    const files = {
      'README.md': 'The shop\n',
      'api/pyproject.toml': project['pyproject.toml'].replace('version = "1"', 'version = "1"\nreadme = "README.md"'),
      'api/src/shop/__init__.py': project['src/shop/__init__.py'],
      'api/tests/test_shop.py': 'from shop import one\ndef test_one():\n    assert one() == 1\n',
    };
    const workspace = writeWorkspace(files);
    symlinkSync(join('..', 'README.md'), join(workspace, 'api', 'README.md'));
    const run = await runActionIn(workspace, { 'working-directory': 'api' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1' } });
  });

  it.each([
    ['src', 'src/'],
    ['flat', ''],
  ])('has its compiled modules built by each Python for itself, in a %s layout', async (_, parent) => {
    const compiled = {
      'pyproject.toml':
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "fast"\nversion = "1"\n',
      'setup.py': `from setuptools import setup, Extension\nsetup(package_dir={"": "./${parent}"}, packages=["fast", "fast.deep"], ext_modules=[Extension("fast.deep._fast", ["${parent}fast/deep/_fast.c"])])\n`,
      [`${parent}fast/__init__.py`]: 'from fast.deep._fast import one\n',
      [`${parent}fast/deep/__init__.py`]: '',
      [`${parent}fast/deep/_fast.c`]:
        '#include <Python.h>\nstatic PyObject *one(PyObject *s, PyObject *a) { return PyLong_FromLong(1); }\nstatic PyMethodDef m[] = {{"one", one, METH_NOARGS, ""}, {0}};\nstatic struct PyModuleDef d = {PyModuleDef_HEAD_INIT, "_fast", "", -1, m};\nPyMODINIT_FUNC PyInit__fast(void) { return PyModule_Create(&d); }\n',
      'tests/__init__.py': '',
      'tests/test_fast.py': 'import fast\ndef test_one():\n    assert fast.one() == 1\n',
    };
    const run = await runActionOn(compiled, { 'python-versions': '3.10, 3.11, 3.12', 'max-parallel': '3' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '3', failed: '0', coverage: '100.00' } });
    expect(readdirSync(run.workspace).sort()).toEqual(
      ['pyproject.toml', 'setup.py', parent ? 'src' : 'fast', 'tests'].sort(),
    );
    expect(readdirSync(join(run.workspace, parent, 'fast', 'deep'))).toEqual(['__init__.py', '_fast.c']);
  });

  it('holds the modules that the build of a flat layout writes, as a version file', async () => {
    const files = {
      'pyproject.toml': project['pyproject.toml'],
      'setup.py':
        'import pathlib\nfrom setuptools import setup\npathlib.Path("shop/_version.py").write_text("version = 1\\n")\nsetup(packages=["shop"])\n',
      'shop/__init__.py': 'from ._version import version\n',
      'tests/test_shop.py': 'import shop\ndef test_version():\n    assert shop.version == 1\n',
    };
    const run = await runActionOn(files);
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1', coverage: '100.00' } });
    expect(readdirSync(join(run.workspace, 'shop'))).toEqual(['__init__.py']);
  });

  it('is made with a uv of its own where none is on PATH', async () => {
    const run = await runActionOn({ 'test_it.py': 'def test_a():\n    pass\n' }, {}, { PATH: await pathWithoutUv() });
    expect(run.log).toContain('installed the pinned wheel');
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1' } });
  });

  it('is made with pip where pip is asked for', async () => {
    const run = await runActionOn(project, { requirements: '.[cli], group:older', installer: 'pip' });
    expect(run.log).toContain('installed with pip');
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1' } });
  });

  it('is made where the machine lets pip install into environments alone', async () => {
    const strict = { PIP_REQUIRE_VIRTUALENV: '1' };
    const built = await runActionOn(project, { requirements: '.[cli], group:older', installer: 'pip' }, strict);
    expect(built).toMatchObject({ exitCode: 0, outputs: { tests: '1' } });
    const files = { 'test_it.py': 'def test_a():\n    pass\n' };
    const fetched = await runActionOn(files, { installer: 'uv' }, { ...strict, PATH: await pathWithoutUv() });
    expect(fetched).toMatchObject({ exitCode: 0, outputs: { tests: '1' } });
  });

  it('may lie inside the project', async () => {
    const run = await runActionOn(project, { requirements: '.[cli], group:older' }, { RUNNER_TEMP: '.scratch' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1' } });
    expect(existsSync(join(run.workspace, '.scratch'))).toBe(true);
  });

  it.each([
    ['uv', 'uv says: Because only no-such-package-of-this-name'],
    ['pip', 'pip says: Could not find a version that satisfies the requirement no-such-package-of-this-name>=1'],
  ])(
    'that %s cannot make is red with the requirement, its line and the reason, for that Python alone',
    async (installer, says) => {
      const requirements = 'pytest\nno-such-package-of-this-name>=1 ; python_version < "3.11"\n';
      const run = await runActionOn(
        { 'requirements.txt': requirements, 'test_it.py': 'def test_a():\n    pass\n' },
        { installer, 'python-versions': '3.10, 3.12' },
      );
      expect(run.legs.map(({ version, outcome }) => `${version} ${outcome}`)).toEqual(['3.10 failed', '3.12 passed']);
      expect(run.legs[0]?.reason).toContain('no-such-package-of-this-name (requirements.txt:2) could not be installed');
      expect(run.legs[0]?.reason).toContain(says);
    },
  );

  it('of a project that cannot be built gives outputs and a summary that say why', async () => {
    const broken = { ...project, 'setup.py': 'raise RuntimeError("needs libfoo")\n' };
    const run = await runActionOn(broken);
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed', tests: '0', failed: '0' } });
    expect(run.legs).toMatchObject([{ version: '3.12', suite: 'unit', outcome: 'failed' }]);
    expect(run.legs[0]?.reason).toContain('RuntimeError: needs libfoo');
    expect(run.summary).toContain('needs libfoo');
  });
});

/** A package of a monorepo, `libs/NAME`. */
function member(name: string, dependencies: string, code: string, parent = 'libs'): Record<string, string> {
  const build = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n';
  const table = `[project]\nname = "${name}"\nversion = "0"\nrequires-python = ">=3.10"\ndependencies = ${dependencies}\n`;
  return {
    [`${parent}/${name}/pyproject.toml`]: build + table,
    [`${parent}/${name}/src/${name}/__init__.py`]: code,
  };
}

/** PATH with the system’s tools alone; Python is found in pyenv. */
async function pathWithoutUv(): Promise<string> {
  const found = await runTool('sh', ['-c', 'command -v git']);
  expect(found.stdout).not.toBe('');
  return '/usr/bin:/bin';
}
