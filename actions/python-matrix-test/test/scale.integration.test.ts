import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runActionOn } from './fixtures/run-action.ts';

/** 10,000 tests, of which 50 fail with long differences; 20 MB of output. */
const large = {
  'pytest.ini': '[pytest]\naddopts = -p no:cacheprovider\n',
  'tests/test_large.py': `
import pytest, sys

@pytest.mark.parametrize("number", range(10000))
def test_number(number):
    if number % 100 == 0:
        sys.__stdout__.write(("x" * 99 + "\\n") * 2000)
        sys.__stdout__.flush()
    if number % 200 == 0:
        assert ["a" * 500] * 40 + [number] == ["a" * 500] * 40 + ["b" * 500]
`,
};

describe('a large suite', () => {
  it('is told within GitHub’s limits and in bounded memory: 10,000 tests, 50 failures, 20 MB of output', async () => {
    const run = await runActionOn(
      large,
      { unit: '-s tests', 'min-tests': '10000' },
      { NODE_OPTIONS: '--max-old-space-size=160' },
    );
    expect(run.outputs).toMatchObject({ result: 'failed', tests: '10000', failed: '50' });
    expect(run.legs[0]).toMatchObject({ counts: { passed: 9950, failed: 50 }, reason: '50 tests failed' });
    expect(run.log.match(/^::error/gm)).toHaveLength(10);
    expect(Buffer.byteLength(run.summary)).toBeLessThanOrEqual(1_000_000);
    expect(run.summary).toContain('50 distinct failures');
    expect(run.summary).toContain('41 of them are not annotated');
    expect(run.summary).toContain('Slowest tests');
    const junit = readFileSync(join(run.outputs['junit-directory'] ?? '', 'junit-3.12-unit.xml'), 'utf8');
    expect(junit.match(/<testcase /g)).toHaveLength(10000);
    expect(junit.match(/<failure /g)).toHaveLength(50);
  });
});
