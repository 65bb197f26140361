import { basename } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { standardOutput } from '@data-profiler-actions/action-kit';
import { countTests, noCounts, type Leg, type TestResult } from '../src/legs/model.ts';
import { collisionNote } from '../src/report/collisions.ts';
import { coverageBlocks, lineRanges } from '../src/report/coverage-blocks.ts';
import { differenceIn, failureBlocks } from '../src/report/failure-blocks.ts';
import { groupFailures, productAnnotations } from '../src/report/failures.ts';
import { junitXml } from '../src/report/junit.ts';
import { legBlocks } from '../src/report/leg-table.ts';
import { flakyBlocks, flakyTests, slowestBlocks, slowestTests } from '../src/report/test-lists.ts';
import { saidBy } from '../src/report/said-by.ts';
import { keepDurations, measuredDurations, nextDurations } from '../src/shards/durations.ts';

const test = (id: string, more: Partial<TestResult> = {}): TestResult => ({
  ...{ id, file: '/w/t.py', line: 1, outcome: 'passed', seconds: 1, crashFile: '/w/t.py', crashLine: 2 },
  ...{ message: '', text: '', ...more },
});
const leg = (version: string, tests: readonly TestResult[], more: Partial<Leg> = {}): Leg => ({
  ...{ version, suite: 'unit', outcome: 'passed', reason: '', seconds: 1, warning: '', coverageFiles: [] },
  ...{ tests, counts: countTests(tests), ...more },
});
const relative = (file: string): string => file.replace('/w/', '');

describe('the table of legs', () => {
  it('tells a reason once for all legs that share it', () => {
    const skipped = {
      outcome: 'skipped',
      reason: 'the unit suite of this version did not pass',
      counts: noCounts,
    } as const;
    const blocks = legBlocks([
      leg('3.10', [], { ...skipped, suite: 'integration' }),
      leg('3.11', [], { ...skipped, suite: 'integration' }),
    ]);
    expect(blocks[1]).toBe('- **3.10 integration, 3.11 integration**: the unit suite of this version did not pass');
  });

  it('says which part of the tests a shard ran', () => {
    const shard = { index: 2, count: 3, total: 70, selected: 23, fingerprint: 'abc' };
    expect(legBlocks([leg('3.10', [], { shard })]).join('\n')).toContain('Shard **2 of 3**: 23 of 70 tests');
  });
});

describe('what several legs say', () => {
  it('is said once, with their names', () => {
    const warning = 'its only test was skipped';
    const legs = [leg('3.11', [], { warning }), leg('3.12', [], { warning }), leg('3.13', [])];
    expect(saidBy(legs, (each) => each.warning)).toEqual([{ names: '3.11 unit, 3.12 unit', says: warning }]);
  });
});

describe('tests of several Pythons that want the same port', () => {
  const message = 'OSError: [Errno 98] error while attempting to bind on address: address already in use';
  const taken = leg('3.12', [test('a', { outcome: 'failed', message })]);

  it('are told of running at the same time', () => {
    expect(collisionNote([taken, leg('3.10', [test('a')])], { maxParallel: undefined })).toMatch(
      /^1 test failed because .* or set max-parallel to 1\.$/,
    );
  });

  it('cannot be where they run one after the other, or on one Python', () => {
    expect(collisionNote([taken, leg('3.10', [])], { maxParallel: 1 })).toBe('');
    expect(collisionNote([taken], { maxParallel: undefined })).toBe('');
    expect(collisionNote([leg('3.12', [test('a', { message })]), leg('3.10', [])], { maxParallel: 2 })).toBe('');
  });
});

describe('a failure', () => {
  it('shows its difference apart, so that GitHub colours it', () => {
    const text =
      "    def test():\n>       assert a == b\nE       AssertionError: assert 'a' == 'ok'\nE         \nE         - ok\nE         + a";
    expect(differenceIn(text)).toBe("AssertionError: assert 'a' == 'ok'\n  \n- ok\n+ a");
    expect(differenceIn('E       assert 1 == 2\nE        +  where 1 = f()')).toBe('');
  });

  it('raised deeper than the test is noted there as well, once for all tests that lead there', () => {
    const product = { file: '/w/shop.py', line: 9 };
    const red = { outcome: 'failed', message: 'boom', product } as const;
    const failures = groupFailures(
      [leg('3.12', [test('t.py::a', red), test('t.py::b', { ...red, crashLine: 5 })])],
      relative,
    );
    expect(failures.map(({ file, line }) => `${file}:${line}`)).toEqual(['t.py:2', 't.py:5']);
    expect(productAnnotations(failures)).toEqual([
      { level: 'notice', title: 'Raised here: a, b', message: 'boom', file: 'shop.py', line: 9 },
    ]);
  });

  it('is counted where there is no more room for it', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      test(`t.py::test_${index}`, { outcome: 'failed', crashLine: index, text: 'x'.repeat(30_000) }),
    );
    const blocks = failureBlocks(groupFailures([leg('3.12', many)], relative), 191);
    expect(Buffer.byteLength(blocks.join('\n\n'))).toBeLessThan(720_000);
    expect(blocks.at(-1)).toMatch(/^\d+ more are left out here/);
    expect(blocks[1]).toContain('191 of them are not annotated');
  });
});

describe('tests that were run again', () => {
  const rerun = { times: 2, message: 'not yet\nmore' };

  it('and passed are flaky, in the summary and in JUnit', () => {
    const legs = [leg('3.11', [test('t.py::a', { rerun })]), leg('3.12', [test('t.py::a')])];
    expect(flakyTests(legs)).toEqual([{ id: 't.py::a', runs: 3, versions: ['3.11'], message: rerun.message }]);
    expect(flakyBlocks(flakyTests(legs))[0]).toContain('| t.py::a | 3 | 3.11 | not yet |');
    expect(junitXml(legs[0]!, relative)).toContain('<flakyFailure message="not yet&#10;more"/>');
  });

  it('and failed all the same are not', () => {
    const legs = [leg('3.11', [test('t.py::a', { rerun, outcome: 'failed' })])];
    expect(flakyTests(legs)).toEqual([]);
    expect(junitXml(legs[0]!, relative)).toContain('<rerunFailure');
  });
});

describe('JUnit', () => {
  it.each([
    ['tests/test_a.py::TestC::test_x[a::b[c]]', 'classname="tests.test_a.TestC" name="test_x[a::b[c]]"'],
    ['tests/test_a.py::test_x', 'classname="tests.test_a" name="test_x"'],
    ['tests/test_broken.py', 'classname="tests.test_broken" name="tests/test_broken.py"'],
  ])('names %s as pytest does', (id, names) => {
    expect(junitXml(leg('3.12', [test(id)]), relative)).toContain(`<testcase ${names} file`);
  });

  it('keeps what record_property noted', () => {
    const xml = junitXml(leg('3.12', [test('t.py::a', { properties: [['issue', 'A&B']] })]), relative);
    expect(xml).toContain('<properties><property name="issue" value="A&amp;B"/></properties></testcase>');
  });
});

describe('the slowest tests', () => {
  it('are ten, each once with its slowest version, and none that took no time', () => {
    const tests = Array.from({ length: 12 }, (_, index) => test(`t.py::${index}`, { seconds: index }));
    const slow = slowestTests([leg('3.11', tests), leg('3.12', [test('t.py::0', { seconds: 20 })])]);
    expect(slow).toHaveLength(10);
    expect(slow[0]).toEqual({ id: 't.py::0', seconds: 20, version: '3.12' });
    expect(slowestBlocks([{ id: 'a', seconds: 0.001, version: '3.12' }])).toEqual([]);
  });
});

describe('durations', () => {
  it('are means over the legs, without skipped tests, sorted by id', () => {
    const legs = [
      leg('3.11', [test('b', { seconds: 1 }), test('a')]),
      leg('3.12', [test('b', { seconds: 2 }), test('s', { outcome: 'skipped' })]),
    ];
    expect(JSON.stringify(measuredDurations(legs))).toBe('{"a":1,"b":1.5}');
  });

  it('that cannot be written are a warning, since the tests ran all the same', () => {
    const inputs = { durationsFile: `${basename(import.meta.filename)}/durations.json`, shard: undefined };
    const said = jest.spyOn(standardOutput, 'write').mockReturnValue();
    keepDurations({ inputs, project: { directory: import.meta.dirname } }, []);
    expect(said.mock.calls.join('')).toMatch(/^::warning::The durations of this run could not be kept: .*EEXIST/);
    said.mockRestore();
  });

  it('of tests that are gone are forgotten by a green run, kept by a red one, and left to the others by a shard', () => {
    const before = { gone: 3 };
    const green = [leg('3.12', [test('a')])];
    expect(nextDurations(before, green, false)).toEqual({ a: 1 });
    expect(nextDurations(before, [leg('3.12', [test('a')], { outcome: 'failed' })], false)).toEqual({ gone: 3, a: 1 });
    expect(nextDurations(before, green, true)).toEqual({ a: 1 });
  });
});

describe('coverage in the summary', () => {
  it('has a bar that is full only when nothing is missing', () => {
    const measured = {
      kind: 'measured',
      json: '',
      xml: '',
      html: '',
      files: [],
      versionOnly: [],
      suiteXml: {},
      lost: [],
    } as const;
    const block = (percent: number): string =>
      coverageBlocks({ ...measured, percent, configured: { failUnder: 0, precision: 0 } })[0] ?? '';
    expect(block(99.9)).toContain('█████████░ **99.90 %**');
    expect(block(100)).toContain('██████████ **100.00 %**');
  });

  it('writes lines as ranges', () => {
    expect(lineRanges([9, 3, 4, 5])).toBe('3-5, 9');
  });
});
