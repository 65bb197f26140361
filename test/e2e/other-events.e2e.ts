import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertResults, assertSkipped } from './expect-report.ts';
import { runPipeline } from './pipeline-run.ts';

describe('a push to develop', () => {
  it('publishes under develop and the commit, without latest', async () => {
    const { report, exitCode } = await runPipeline('--ref', 'develop');
    assert.equal(exitCode, 0);
    for (const { tags } of report.images)
      assert.deepEqual([...tags].sort(), ['develop', `sha-${report.sha.slice(0, 7)}`]);
    assert.equal(report.images.length, 2);
  });
});

describe('a pull request', () => {
  it('is tested and scanned, and nothing is built, pushed or tagged', async () => {
    const { report, exitCode } = await runPipeline('--event', 'pull_request');
    assert.equal(exitCode, 0);
    assertResults(report, { plan: 'success', 'test-api': 'success', 'test-web': 'success', security: 'success' });
    assertSkipped(report, 'build');
    assertSkipped(report, 'publish');
    assert.deepEqual(report.images, []);
  });
});
