import { describe, expect, it } from '@jest/globals';
import { legsWithoutData } from '../src/coverage/combine.ts';
import { shownPercent, type Coverage, type Measured } from '../src/coverage/coverage.ts';
import { coverageFailures, coverageGate, unheldGate } from '../src/coverage/gate.ts';
import { noCounts, type Leg } from '../src/legs/model.ts';

const measured = (percent: number, failUnder = 0, precision = 0): Measured => ({
  ...{ kind: 'measured', percent, json: '', xml: '', html: '', files: [], versionOnly: [], suiteXml: {}, lost: [] },
  configured: { failUnder, precision },
});
const missing: Coverage = { kind: 'missing', why: 'w' };
const leg = (version: string, suite: Leg['suite'], outcome: Leg['outcome'], covFailUnder?: number): Leg => ({
  ...{ version, suite, outcome, reason: '', counts: noCounts, seconds: 1, warning: '', tests: [], coverageFiles: [] },
  covFailUnder,
});

describe('the limit of coverage', () => {
  const none = { input: undefined, pytestCov: undefined, sharded: false };

  it.each([
    ['an input just missed', measured(79.996), { ...none, input: 80 }, 'coverage is 79.99 %, fail-under asks for 80 %'],
    ['an input reached', measured(80), { ...none, input: 80 }, ''],
    ['an input below the configuration’s limit', measured(70, 90), { ...none, input: 60 }, ''],
    ['unknown coverage with an input', missing, { ...none, input: 80 }, 'coverage is unknown (w)'],
    ['unknown coverage without a limit', missing, none, ''],
    ['unknown coverage with pytest-cov’s limit', missing, { ...none, pytestCov: 80 }, '--cov-fail-under asks for 80 %'],
    ['pytest-cov’s limit missed', measured(70), { ...none, pytestCov: 80 }, '--cov-fail-under asks for 80 %'],
    ['the configuration’s limit missed', measured(70, 80), none, 'fail_under of the project’s coverage configuration'],
    ['the configuration’s limit reached by its own rounding', measured(79.6, 80), none, ''],
    ['the same with a digit', measured(79.94, 80, 1), none, 'asks for 80 %'],
    ['a configured 100 almost reached', measured(99.999, 100), none, 'asks for 100 %'],
    ['a configured limit in a shard', measured(10, 80), { ...none, sharded: true }, ''],
    ['coverage switched off', { kind: 'off' } as const, { ...none, pytestCov: 80 }, ''],
  ])('%s', (_, coverage, gate, expected) => {
    const failures = coverageFailures(coverage, gate).join('\n');
    if (expected) expect(failures).toContain(expected);
    else expect(failures).toBe('');
  });

  it('is the highest that any leg’s pytest-cov was told', () => {
    const legs = [leg('3.10', 'unit', 'passed', 70), leg('3.11', 'unit', 'passed', 80), leg('3.12', 'unit', 'passed')];
    expect(coverageGate({ failUnder: undefined, shard: undefined }, legs)).toEqual({ ...none, pytestCov: 80 });
  });

  it('is spoken of where a shard does not hold it', () => {
    expect(unheldGate(measured(10, 80), { ...none, sharded: true })).toContain('merged coverage');
    expect(unheldGate(measured(10), { ...none, sharded: true })).toBe('');
  });

  it('never looks reached when it is just missed', () => {
    expect(shownPercent(79.9999)).toBe('79.99');
    expect(shownPercent(100)).toBe('100.00');
  });
});

describe('a leg without data', () => {
  const legs = [leg('3.11', 'unit', 'passed'), leg('3.12', 'unit', 'passed')];

  it('is named where its suite has data on another version', () => {
    expect(legsWithoutData(legs, new Set(['3.12 unit']))).toEqual({ lost: ['3.11 unit'], broken: [] });
    const failures = coverageFailures(
      { ...measured(90), lost: ['3.11 unit'] },
      coverageGate({ failUnder: 80, shard: undefined }, legs),
    );
    expect(failures).toEqual([expect.stringContaining('no coverage data came from 3.11 unit')]);
  });

  it('is no failure where the whole suite measures nothing, as one that talks to a server does', () => {
    const both = [...legs, leg('3.11', 'integration', 'passed'), leg('3.12', 'integration', 'passed')];
    expect(legsWithoutData(both, new Set(['3.11 unit', '3.12 unit']))).toEqual({ lost: [], broken: [] });
  });

  it('that broke off makes the number unknown', () => {
    expect(legsWithoutData([leg('3.11', 'unit', 'failed')], new Set())).toEqual({ lost: [], broken: ['3.11 unit'] });
  });
});
