import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runActionOn } from './fixtures/run-action.ts';

const passing = {
  'api/shop/__init__.py':
    'import sys\ndef total(items):\n    if sys.version_info < (3, 11):\n        return sum(items, 0)\n    return sum(items)\n',
  'api/tests/unit/test_total.py': 'from shop import total\ndef test_total():\n    assert total([1, 2]) == 3\n',
  'api/tests/integration/test_leg.py':
    'import os\nimport pytest\ndef test_leg():\n    assert os.environ["DPA_LEG"].endswith("-integration")\n@pytest.mark.skip(reason="later")\ndef test_later():\n    pass\n',
  'api/requirements.txt': 'pytest\n',
};

describe('python-matrix-test', () => {
  it('passes on three Pythons, with the union of their coverage, and leaves the workspace clean', async () => {
    const run = await runActionOn(passing, {
      'working-directory': 'api',
      'python-versions': '3.10, 3.11, 3.12',
      'fail-under': '100',
    });
    expect(run.log).toContain('Python 3.12 integration: passed');
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { result: 'passed', tests: '9', failed: '0', coverage: '100.00' },
    });
    expect(run.legs.map(({ version, suite, outcome }) => `${version} ${suite} ${outcome}`)).toEqual(
      ['3.10', '3.11', '3.12'].flatMap((version) => [`${version} unit passed`, `${version} integration passed`]),
    );
    expect(
      readdirSync(join(run.workspace, 'api'), { recursive: true }).filter((name) =>
        /cache|\.coverage|\.xml/.test(String(name)),
      ),
    ).toEqual([]);
    expect(readdirSync(run.outputs['junit-directory'] ?? '').sort()).toContain('junit-3.10-unit.xml');
    expect(readFileSync(run.outputs['coverage-xml'] ?? '', 'utf8')).toContain('<coverage');
  });

  it('annotates a failure of one Python once, at its line from the repository root, and skips its integration', async () => {
    const files = {
      ...passing,
      'api/tests/unit/test_old.py':
        'import sys\ndef test_new_only():\n    assert sys.version_info >= (3, 11), "too old"\n',
    };
    const run = await runActionOn(files, { 'working-directory': 'api', 'python-versions': '3.10, 3.12' });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('::error title=test_new_only (Python 3.10),file=api/tests/unit/test_old.py,line=3::');
    expect(run.log).toContain('Python 3.10 unit: 1 test failed');
    expect(run.legs.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped', 'passed', 'passed']);
    expect(run.outputs).toMatchObject({ result: 'failed', failed: '1' });
  });

  it('shows a failed example of a doctest, and a file that cannot be collected, where and why; the workspace stays clean', async () => {
    const files = {
      'shop.py': 'def f():\n    """Text.\n\n    >>> f()\n    2\n    """\n    return 1\n',
      'README.md': 'Text.\n\n>>> 1 / 0\n1\n',
      'tests/test_syntax.py': 'def test_a(:\n',
      'tests/test_random.py':
        'from hypothesis import given, strategies as st\n@given(st.integers())\ndef test_b(n):\n    assert n == n\n',
      'requirements.txt': 'hypothesis\n',
    };
    const unit = '--doctest-modules --doctest-glob=*.md --continue-on-collection-errors shop.py README.md tests';
    const run = await runActionOn(files, { unit, 'python-versions': '3.12' });
    expect(run.log).toMatch(/file=shop.py,line=4::f\(\) gave 1, not 2%0A/);
    expect(run.log).toMatch(/file=README.md,line=3::1 \/ 0 raised ZeroDivisionError: division by zero%0A/);
    expect(run.log).toMatch(/file=tests\/test_syntax.py,line=1::SyntaxError: invalid syntax%0A/);
    expect(run.legs[0]?.counts).toMatchObject({ passed: 1, failed: 2, errors: 1 });
    expect(readdirSync(run.workspace).sort()).toEqual(['README.md', 'requirements.txt', 'shop.py', 'tests']);
  });

  it.each([
    ['os._exit(0) in a test', 'import os\ndef test_a():\n    os._exit(0)\n', 'ended early'],
    [
      'pytest.exit(returncode=0)',
      'import pytest\ndef test_a():\n    pytest.exit("enough", returncode=0)\ndef test_b():\n    assert False\n',
      'stopped early',
    ],
    [
      'an import error at collection',
      'import no_such_module\ndef test_a():\n    pass\n',
      'collection error in test_it.py',
    ],
    ['a file without tests', 'x = 1\n', 'no tests were collected'],
    [
      'a crash by a signal',
      'import os, signal\ndef test_a():\n    os.kill(os.getpid(), signal.SIGSEGV)\n',
      'crashed with SIGSEGV',
    ],
    ['sys.exit while importing', 'import sys\nsys.exit(0)\n', 'internal error'],
  ])('is red for %s, and says why', async (_, source, reason) => {
    const run = await runActionOn({ 'test_it.py': source }, { unit: 'test_it.py', coverage: 'false' });
    expect(run.legs[0]?.reason).toContain(reason);
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed' } });
  });

  it('ends a suite that hangs, with all its processes', async () => {
    const source = 'import subprocess\ndef test_a():\n    subprocess.run(["sleep", "300"])\n';
    const run = await runActionOn({ 'test_it.py': source }, { unit: 'test_it.py', 'timeout-minutes': '0.2' });
    expect(run.legs[0]?.reason).toContain('timed out');
    expect(run.exitCode).toBe(1);
  });

  it('installs a project with a src layout from one wheel, and counts its coverage in the tree', async () => {
    const run = await runActionOn({
      'pyproject.toml':
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "shop"\nversion = "1"\n[project.optional-dependencies]\ntest = ["iniconfig"]\n',
      'src/shop/__init__.py': 'def one():\n    return 1\ndef two():\n    return 2\n',
      'tests/test_shop.py': 'import iniconfig\nfrom shop import one\ndef test_one():\n    assert one() == 1\n',
    });
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'passed', coverage: '75.00' } });
    expect(readFileSync(run.outputs['coverage-json'] ?? '', 'utf8')).toContain('"src/shop/__init__.py"');
    expect(readdirSync(run.workspace).sort()).toEqual(['pyproject.toml', 'src', 'tests']);
  });

  it('tells a checkout without the base commit of fail-under-diff how to get it, before any test runs', async () => {
    const event = {
      'event.json': JSON.stringify({ before: 'a'.repeat(40) }),
      'test_it.py': 'def test_a():\n    pass\n',
    };
    const run = await runActionOn(event, { 'fail-under-diff': '80' }, { GITHUB_EVENT_PATH: 'event.json' });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('fetch-depth: 0');
    expect(run.outputs).toMatchObject({ result: 'failed', tests: '0', failed: '0' });
    expect(run.legs).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('fail-under-diff') }]);
    expect(run.summary).toContain('fetch-depth: 0');
    expect(run.log).not.toContain('uv venv');
  });

  it('measures workers of pytest-xdist once, whatever pytest-cov is told', async () => {
    const run = await runActionOn({
      'shop.py': 'def one():\n    return 1\n',
      'pytest.ini': '[pytest]\npythonpath = .\naddopts = -n 2 --cov=shop\n',
      'requirements.txt': 'pytest\npytest-xdist\npytest-cov\n',
      'tests/test_shop.py': 'from shop import one\ndef test_one():\n    assert one() == 1\n',
    });
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1', coverage: '100.00' } });
  });

  it('names a Python that is not there, before any work', async () => {
    const run = await runActionOn({ 'test_it.py': '' }, { 'python-versions': '3.12, 3.77' });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('asks for Python 3.77, which is not here. Looked in: ');
    expect(run.outputs).toMatchObject({ result: 'failed', tests: '0' });
    expect(run.legs.map(({ version, outcome }) => `${version} ${outcome}`)).toEqual(['3.12 failed', '3.77 failed']);
    expect(run.summary).toContain('actions/setup-python');
  });

  it('reports every bad input at once, before it makes any environment', async () => {
    const run = await runActionOn(
      { 'test_it.py': '', 'requirements.txt': 'pytest = 8\n', 'pyproject.toml': '[project]\nname = "x"\n' },
      {
        'python-versions': '3.12, 3.77',
        requirements: 'requirements.txt, ../../etc/passwd, gone.txt, group:test',
        unit: 'tests/nope',
        'fail-under': '120',
        shard: '5/3',
        'on-empty': 'ignore',
        'max-parallel': '0',
      },
    );
    expect(run.exitCode).toBe(1);
    for (const mistake of [
      'Input "python-versions" asks for Python 3.77',
      'Input "requirements" names "requirements.txt": requirements.txt:1 is no requirement: "pytest = 8"',
      'Input "requirements" names "../../etc/passwd", which lies outside the workspace',
      'Input "requirements" names "gone.txt", which does not exist',
      'Input "requirements" names the dependency group "test", which pyproject.toml does not have',
      'Input "unit" names "tests/nope", which does not exist',
      'Input "fail-under" must be a number from 0 to 100',
      'Input "shard" ',
      'Input "on-empty" must be one of fail, warn, skip',
      'Input "max-parallel" must be',
    ])
      expect(run.log).toContain(mistake);
    expect(run.log).not.toContain('uv venv');
    expect(run.outputs).toMatchObject({ result: 'failed' });
    expect(run.summary).toContain('tests/nope');
  });
});
