import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { copyExample } from './example-copy.ts';
import { jobOf } from './expect-report.ts';
import { runPipeline, type PipelineRun } from './pipeline-run.ts';

const workflow = `name: Single job
on: { push: , pull_request: }
permissions: {}
jobs:
  all:
    runs-on: ubuntu-24.04
    permissions: { contents: read, packages: write, security-events: write }
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - id: all
        uses: org/data-profiler-actions/single-job@v1
        with:
          images: |
            api context=api file=api/Dockerfile.api
            web context=web file=web/Dockerfile.web
          registry: \${{ vars.REGISTRY }}
          credentials: \${{ vars.REGISTRY }} \${{ github.actor }} \${{ github.token }}
          build-args: |
            PYTHON_BASE=\${{ vars.PYTHON_BASE || 'python:3.12-slim' }}
            NODE_BASE=\${{ vars.NODE_BASE || 'node:24-slim' }}
            WEB_BASE=\${{ vars.WEB_BASE || 'nginx:1.29-alpine' }}
          semgrep-config: \${{ vars.SEMGREP_CONFIG || '.semgrep/rules.yml' }}
          trivy-db: \${{ vars.TRIVY_DB }}
          osv-url: \${{ vars.OSV_URL }}
          safety-db: \${{ vars.SAFETY_DB }}
          ignore: |
            B101 api/tests/** reason=asserts are what tests are made of
            B404 api/tests/** reason=the integration tests start the API as a process
            B603 api/tests/** reason=the integration tests start the API as a process
`;

function exampleInOneJob(): ReturnType<typeof copyExample> {
  const copy = copyExample();
  writeFileSync(join(copy.folder, '.github', 'workflows', 'single.yml'), workflow);
  return copy;
}

function outputsOf({ report }: PipelineRun): Readonly<Record<string, string>> {
  const step = jobOf(report, 'all').steps.find(({ uses }) => uses.includes('/single-job@'));
  return step?.outputs ?? assert.fail('the job has no single-job step');
}

describe('the pipeline in a single job', () => {
  it('tests, scans and publishes both images on a push', async () => {
    const run = await runPipeline('--repo', exampleInOneJob().folder, '--workflow', 'single');
    assert.equal(run.exitCode, 0, run.output.slice(-3000));
    const outputs = outputsOf(run);
    assert.equal(outputs['publish'], 'true');
    assert.equal(outputs['test-result'], 'passed');
    assert.equal(outputs['web-result'], 'passed');
    assert.match(outputs['image'] ?? '', /\/api@sha256:[0-9a-f]{64}$/);
    assert.match(outputs['second-image'] ?? '', /\/web@sha256:[0-9a-f]{64}$/);
    assert.equal(run.report.images.length, 2);
  });

  it('goes on after a failure to tell all, publishes nothing and is red', async () => {
    const { folder, edit } = exampleInOneJob();
    edit('api/tests/unit/test_columns.py', (text) => `${text}\n\ndef test_fails():\n    assert False\n`);
    const run = await runPipeline('--repo', folder, '--workflow', 'single');
    assert.notEqual(run.exitCode, 0);
    const outputs = outputsOf(run);
    assert.equal(outputs['test-result'], 'failed');
    assert.equal(outputs['web-result'], 'passed');
    assert.notEqual(outputs['security-result'] ?? '', '');
    assert.equal(outputs['image'] ?? '', '');
    assert.deepEqual(run.report.images, []);
  });

  it('without an API scans with what reads the rest, and on a pull request publishes nothing', async () => {
    const { folder, edit } = exampleInOneJob();
    rmSync(join(folder, 'api'), { recursive: true });
    edit('.github/workflows/single.yml', (text) =>
      text.replace('with:\n', "with:\n          api-directory: ''\n").replace(/^ +api context=.*\n/m, ''),
    );
    const run = await runPipeline('--repo', folder, '--workflow', 'single', '--event', 'pull_request');
    assert.equal(run.exitCode, 0, run.output.slice(-3000));
    const outputs = outputsOf(run);
    assert.deepEqual(
      [outputs['publish'], outputs['test-result'] ?? '', outputs['web-result']],
      ['false', '', 'passed'],
    );
    assert.notEqual(outputs['security-result'], 'scanner-error');
    const summary = jobOf(run.report, 'all')
      .steps.map((step) => step.summary)
      .join('\n');
    for (const scanner of ['semgrep', 'trivy']) assert.match(summary, new RegExp(`^\\| ${scanner} \\| \\d`, 'm'));
    for (const scanner of ['bandit', 'safety', 'pip-audit'])
      assert.doesNotMatch(summary, new RegExp(`^\\| ${scanner} \\|`, 'm'));
    assert.deepEqual(run.report.images, []);
  });
});
