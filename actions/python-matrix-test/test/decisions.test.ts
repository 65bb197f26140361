import { describe, expect, it } from '@jest/globals';
import { failureAnnotation, groupFailures } from '../src/report/failures.ts';
import { inputSpec } from '../src/inputs.ts';
import { junitXml } from '../src/report/junit.ts';
import { countTests, type Leg, type TestResult } from '../src/legs/model.ts';
import { chooseSuites } from '../src/pytest/suites.ts';
import { inParallel } from '../src/legs/in-parallel.ts';

function failing(id: string, message: string): TestResult {
  return {
    id,
    file: '/w/api/t.py',
    line: 3,
    outcome: 'failed',
    seconds: 0.1,
    crashFile: '/w/api/t.py',
    crashLine: 5,
    message,
    text: `E ${message}`,
  };
}

function leg(version: string, tests: readonly TestResult[]): Leg {
  return {
    version,
    suite: 'unit',
    outcome: 'failed',
    reason: 'r',
    counts: countTests(tests),
    seconds: 1,
    warning: '',
    tests,
    coverageFiles: [],
  };
}

const relative = (file: string): string => file.replace('/w/', '');

describe('failures', () => {
  it('seen on three Pythons are one annotation that names the three, whatever their messages hold', () => {
    const legs = ['3.10', '3.11', '3.12'].map((version) =>
      leg(version, [failing('t.py::test_a', `<object at 0x${version}>`)]),
    );
    const failures = groupFailures(legs, relative);
    expect(failures).toHaveLength(1);
    expect(failureAnnotation(failures[0]!)).toMatchObject({
      level: 'error',
      file: 'api/t.py',
      line: 5,
      title: 'test_a (Python 3.10, 3.11, 3.12)',
    });
  });

  it('of fewer versions come first', () => {
    const everywhere = failing('t.py::test_a', 'a');
    const failures = groupFailures(
      [leg('3.10', [everywhere]), leg('3.11', [everywhere, failing('t.py::test_b', 'b')])],
      relative,
    );
    expect(failures.map(({ versions }) => versions)).toEqual([['3.11'], ['3.10', '3.11']]);
  });
});

describe('JUnit', () => {
  it('has counts that add up, files from the repository root and 1-based lines', () => {
    const xml = junitXml(leg('3.12', [failing('tests/t.py::TestA::test_b[x<y]', 'a "b" \u001b[0m')]), relative);
    expect(xml).toContain('tests="1" failures="1" errors="0" skipped="0"');
    expect(xml).toContain('classname="tests.t.TestA" name="test_b[x&lt;y]" file="api/t.py" line="3"');
    expect(xml).toContain(String.raw`message="a &quot;b&quot; \x1b[0m"`);
  });
});

describe('the suites', () => {
  const none = { unit: [], integration: [] };
  const having =
    (...paths: string[]) =>
    (path: string) =>
      paths.includes(path);

  it('are tests/unit and tests/integration where they exist', () => {
    const suites = chooseSuites(none, having('tests', 'tests/unit', 'tests/integration'));
    expect(suites.map(({ args }) => args)).toEqual([['tests/unit'], ['tests/integration']]);
  });

  it('never run integration tests as unit tests', () => {
    expect(chooseSuites(none, having('tests', 'tests/integration'))[0]?.args).toEqual([
      'tests',
      '--ignore=tests/integration',
    ]);
  });

  it('are the unit suite alone without tests/integration', () => {
    expect(chooseSuites(none, having('tests'))).toEqual([{ suite: 'unit', args: ['tests'] }]);
  });
});

describe('inputs', () => {
  it('take versions as lists and as JSON', () => {
    const texts = (raw: string): string[] => {
      const parsed = inputSpec['python-versions'].parse(raw);
      return parsed.ok ? parsed.value.map(({ text }) => text) : [];
    };
    expect(texts('3.10, 3.11\n3.12')).toEqual(['3.10', '3.11', '3.12']);
    expect(texts('["3.10","3.12"]')).toEqual(['3.10', '3.12']);
  });

  it('refuse what is no version', () => {
    expect(inputSpec['python-versions'].parse('3.12, latest')).toMatchObject({ ok: false });
    expect(inputSpec['python-versions'].parse('')).toMatchObject({ ok: false });
  });
});

describe('jobs in parallel', () => {
  it('keep their order and their limit', async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel([3, 1, 2], 2, async (milliseconds) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, milliseconds * 5));
      running -= 1;
      return milliseconds;
    });
    expect({ results, most }).toEqual({ results: [3, 1, 2], most: 2 });
  });
});
