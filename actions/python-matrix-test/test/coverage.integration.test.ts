import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runActionOn } from './fixtures/run-action.ts';

const gated = {
  'pytest.ini': '[pytest]\npythonpath = .\n',
  'shop/__init__.py':
    'import sys\nif sys.version_info < (3, 11):\n    def name():\n        return "old"\nelse:\n    def name():\n        return "new"\n',
  'tests/test_shop.py': 'import shop\ndef test_name():\n    assert shop.name()\n',
};

describe('coverage', () => {
  it('without a configuration is of the project alone, not of the tests beside its code', async () => {
    const run = await runActionOn({
      'shop/__init__.py': 'def one():\n    return 1\n',
      ...Object.fromEntries(
        ['shop/shop_test.py', 'shop/test_shop.py'].map((name) => [
          name,
          'import shop\ndef test_one():\n    assert shop.one() == 1\n',
        ]),
      ),
      'shop/conftest.py': '',
    });
    const { files } = JSON.parse(readFileSync(run.outputs['coverage-json'] ?? '', 'utf8')) as { files: object };
    expect(Object.keys(files)).toEqual(['shop/__init__.py']);
  });

  it('is the union over versions, and the summary lists what one version alone runs', async () => {
    const run = await runActionOn(gated, { 'python-versions': '3.10, 3.12', 'fail-under': '100' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { coverage: '100.00' } });
    expect(run.summary).toContain('Lines that one version alone runs');
    expect(run.summary).toMatch(/3\.10 \| shop\/\\?_\\?_init\\?_\\?_\.py \| 3-4/);
    expect(run.summary).toMatch(/3\.12 \| shop\/\\?_\\?_init\\?_\\?_\.py \| 6-7/);
  });

  it('follows the project’s own configuration: source, omit, branches, relative files, limit and HTML', async () => {
    const run = await runActionOn({
      ...gated,
      'shop/old.py': 'x = 1\ny = 2\n',
      'shop/more.py': 'def choose(x):\n    if x:\n        x = 2\n    return x\n',
      'tests/test_more.py': 'from shop.more import choose\ndef test_choose():\n    assert choose(1) == 2\n',
      'pyproject.toml':
        '[tool.coverage.run]\nbranch = true\nsource = ["shop"]\nomit = ["*/old.py"]\nrelative_files = true\n[tool.coverage.report]\nfail_under = 99\n[tool.coverage.html]\ndirectory = "build/html"\n',
    });
    const { files, totals } = JSON.parse(readFileSync(run.outputs['coverage-json'] ?? '', 'utf8')) as {
      files: object;
      totals: Record<string, number>;
    };
    expect(Object.keys(files)).toEqual(['shop/__init__.py', 'shop/more.py']);
    expect(totals['num_branches']).toBeGreaterThan(0);
    expect(existsSync(join(run.workspace, 'build', 'html', 'index.html'))).toBe(true);
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('fail_under of the project’s coverage configuration asks for 99 %');
  });

  it('is lost in a leg that switches it off, which is red and named', async () => {
    const run = await runActionOn(
      {
        ...gated,
        'tests/conftest.py':
          'import sys, coverage\nif sys.version_info < (3, 11):\n    import pytest\n    @pytest.fixture(autouse=True, scope="session")\n    def off():\n        current = coverage.Coverage.current()\n        current.stop()\n        current.erase()\n        yield\n',
      },
      { 'python-versions': '3.10, 3.12' },
    );
    expect(run.log).toContain('no coverage data came from 3.10 unit, although its tests passed');
    expect(run.exitCode).toBe(1);
  });

  it('of branches here and statements there has no number, and says which legs differ', async () => {
    const run = await runActionOn(
      {
        ...gated,
        'tests/test_mix.py':
          'import os, subprocess, sys\ndef test_mix():\n    if sys.version_info >= (3, 11):\n        subprocess.run([sys.executable, "-m", "coverage", "run", "--branch", "--parallel-mode", "--source=shop", "-m", "shop"], check=True)\n',
        'shop/__main__.py': 'import shop\nshop.name()\n',
      },
      { 'python-versions': '3.10, 3.12', 'fail-under': '10' },
    );
    expect(run.log).toContain('branches were measured in 3.12 unit, only statements in 3.10 unit, 3.12 unit');
    expect(run.exitCode).toBe(1);
  });
});
