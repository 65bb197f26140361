import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { builtOn } from './built-on.ts';
import { assertResults, jobOf, jobsOf, stepOf } from './expect-report.ts';
import { withKeptPipeline, type Report } from './pipeline-run.ts';

interface Leg {
  readonly version: string;
  readonly suite: string;
  readonly outcome: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** Asks an independent client which image a machine of that architecture would get. */
function skopeoInspect(image: string, architecture: string): { Architecture: string; Digest: string } {
  const flags = ['inspect', '--tls-verify=false', '--override-os', 'linux', '--override-arch', architecture];
  return JSON.parse(execFileSync('skopeo', [...flags, `docker://${image}`], { encoding: 'utf8' })) as {
    Architecture: string;
    Digest: string;
  };
}

describe('a push to main', () => {
  const seen: { report?: Report; exitCode?: number; arm: Record<string, string>; ran: string[] } = {
    arm: {},
    ran: [],
  };
  const report = (): Report => seen.report ?? assert.fail('npm start did not get as far as a report');

  before(async () => {
    seen.exitCode = await withKeptPipeline([], (run) => {
      seen.report = run.report;
      assert.ok(existsSync(run.page), 'the page for people exists');
      for (const { name } of run.report.images)
        seen.ran.push(...['linux/amd64', 'linux/arm64'].map((platform) => builtOn(`${name}:main`, platform)));
      for (const { name } of run.report.images) seen.arm[name] = skopeoInspect(`${name}:main`, 'arm64').Architecture;
    });
  });

  it('is green in every job and in the exit code', () => {
    assertResults(report(), {
      plan: 'success',
      'test-api': 'success',
      'test-web': 'success',
      security: 'success',
      build: 'success',
      publish: 'success',
    });
    assert.equal(report().result, 'success');
    assert.equal(seen.exitCode, 0);
  });

  it('tests three Pythons in two suites with true counts and one coverage figure', () => {
    const { outputs } = stepOf(jobOf(report(), 'test-api'), 'python-matrix-test');
    const legs = JSON.parse(outputs['legs'] ?? '[]') as Leg[];
    assert.deepEqual(legs.map(({ version, suite }) => `${version.split('.').slice(0, 2).join('.')} ${suite}`).sort(), [
      '3.10 integration',
      '3.10 unit',
      '3.11 integration',
      '3.11 unit',
      '3.12 integration',
      '3.12 unit',
    ]);
    assert.ok(legs.every(({ outcome, counts }) => outcome === 'passed' && (counts['passed'] ?? 0) > 0));
    assert.equal(
      Number(outputs['tests']),
      legs.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0),
    );
    assert.ok(Number(outputs['coverage']) > 50);
  });

  it('builds the site and proves it', () => {
    const { outputs, files = [] } = stepOf(jobOf(report(), 'test-web'), 'web-build');
    assert.equal(outputs['result'], 'passed');
    assert.ok(Number(outputs['initial-js-gzip']) > 0);
    assert.deepEqual(
      files.map(({ title }) => title),
      ['/'],
      'the report has a screenshot of the page',
    );
  });

  it('names five scanners with their versions, and their findings are alerts', () => {
    const { summary } = stepOf(jobOf(report(), 'security'), 'security-sarif');
    for (const scanner of ['bandit', 'safety', 'pip-audit', 'semgrep', 'trivy'])
      assert.match(summary, new RegExp(`${scanner}[^\\n]*\\d+\\.\\d+`, 'i'));
    const { alerts } = report();
    assert.ok(alerts.length >= 2, `two planted findings or more, got ${JSON.stringify(alerts)}`);
    assert.ok(alerts.every(({ file, line }) => file !== '' && line > 0));
  });

  it('publishes api and web, each as an index of two platforms under three tags', () => {
    const { images, sha } = report();
    assert.deepEqual(images.map(({ name }) => name.split('/').at(-1)).sort(), ['api', 'web']);
    for (const { tags, platforms, digest } of images) {
      assert.deepEqual([...tags].sort(), ['latest', 'main', `sha-${sha.slice(0, 7)}`].sort());
      assert.deepEqual([...platforms].sort(), ['linux/amd64', 'linux/arm64']);
      assert.match(digest, /^sha256:[0-9a-f]{64}$/);
    }
    assert.equal(jobsOf(report(), 'build').length, 4);
  });

  it('ran the steps of each build on its own architecture', () => {
    assert.deepEqual(seen.ran, ['x86_64', 'aarch64', 'x86_64', 'aarch64']);
  });

  it('gives an arm64 machine the arm64 image', () => {
    assert.deepEqual([...new Set(Object.values(seen.arm))], ['arm64']);
  });
});
