import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runActionOn } from './fixtures/run-action.ts';

const shop = {
  'shop.py': 'def one():\n    return 1\ndef two():\n    return 2\n',
  'tests/test_shop.py': 'from shop import one\ndef test_one():\n    assert one() == 1\n',
};

describe('a suite with plugins', () => {
  it.each([
    ['by -p no:cov', { 'pytest.ini': '[pytest]\naddopts = -p no:cov\n' }, {}],
    ['with all that is installed', {}, { PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1' }],
  ])('may have pytest-cov switched off %s', async (_, files, env) => {
    const run = await runActionOn({ ...shop, ...files, 'requirements.txt': 'pytest-cov\n' }, {}, env);
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '1' } });
  });

  it('that try again has as many results as tests', async () => {
    const run = await runActionOn(
      {
        'requirements.txt': 'pytest-retry\n',
        'tests/test_odd.py':
          'import pytest\nruns = []\n@pytest.mark.flaky(retries=3)\ndef test_odd():\n    runs.append(1)\n    assert len(runs) > 2\n@pytest.mark.flaky(retries=2)\ndef test_bad():\n    assert False\n',
      },
      { coverage: 'false' },
    );
    expect(run.outputs).toMatchObject({ tests: '2', failed: '1' });
    expect(run.legs[0]).toMatchObject({ reason: '1 test failed', counts: { passed: 1, failed: 1 } });
    const junit = readFileSync(join(run.outputs['junit-directory'] ?? '', 'junit-3.12-unit.xml'), 'utf8');
    expect(junit).toContain('<flakyFailure ');
  });

  it('has the limit held that a plugin of coverage.py sets', async () => {
    const run = await runActionOn({
      ...shop,
      'requirements.txt': 'covdefaults\n',
      '.coveragerc': '[run]\nplugins = covdefaults\nsource = .\n',
    });
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed', failed: '0' } });
    expect(run.log).toContain('fail_under of the project’s coverage configuration asks for 100 %');
  });

  it('that fails by pytest-cov’s own limit, where the action measures nothing, is told so', async () => {
    const ini = { 'pytest.ini': '[pytest]\naddopts = --cov=shop --cov-fail-under=90\n' };
    const run = await runActionOn({ ...shop, ...ini, 'requirements.txt': 'pytest-cov\n' }, { coverage: 'false' });
    expect(run.legs[0]?.reason).toContain('total of 75 is less than fail-under=90');
  });
});

describe('a suite of which the reason is elsewhere', () => {
  it('tells of a coverage configuration that cannot be read in coverage.py’s words', async () => {
    const run = await runActionOn({ ...shop, '.coveragerc': '[run]\nbranch = maybe\n' });
    expect(run.legs[0]?.reason).toContain('Not a boolean: maybe');
  });

  it('names the fixture that is not there', async () => {
    const run = await runActionOn({ 'tests/test_a.py': 'def test_a(no_such):\n    pass\n' }, { coverage: 'false' });
    expect(run.log).toMatch(/file=tests\/test_a.py,line=1::fixture 'no_such' not found%0A/);
  });
});
