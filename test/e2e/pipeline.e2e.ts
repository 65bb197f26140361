import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { builtOn } from './built-on.ts';
import { copyExample } from './example-copy.ts';
import { assertResults, jobOf, jobsOf, stepOf } from './expect-report.ts';
import { assertAttempt, attempts, digestsOf, flakyExample } from './flaky-example.ts';
import { runPipeline, withKeptPipeline, type Report } from './pipeline-run.ts';

/** One event through the reusable workflow: what runs, and under which tags both images are published (`sha-…` stands for the commit). */
interface Case {
  readonly what: string;
  readonly args: readonly string[];
  readonly tags: readonly string[];
}

const hybrid = ['--var', 'STRATEGY=hybrid', '--var', 'RUNNERS=heavy=[self-hosted, linux, x64]'];

const cases: readonly Case[] = [
  { what: 'a version tag', args: ['--ref', 'v1.2.3'], tags: ['1.2', '1.2.3', 'sha-…'] },
  { what: 'a pull request', args: ['--event', 'pull_request'], tags: [] },
  { what: 'a pull request of a fork', args: ['--event', 'pull_request', '--from', 'fork'], tags: [] },
  { what: 'a push of Dependabot', args: ['--ref', 'main', '--from', 'dependabot'], tags: [] },
];

const rows: string[] = [];
const titles = `\n${'event'.padEnd(30)} ${'what ran'.padEnd(40)} what was published`;

function assertRun(report: Report, { what, tags }: Pick<Case, 'what' | 'tags'>): void {
  const publishes = tags.length > 0;
  const later = publishes ? 'success' : 'skipped';
  assertResults(report, {
    plan: 'success',
    'test-api': 'success',
    'test-web': 'success',
    security: 'success',
    build: later,
    publish: later,
    gate: 'success',
  });
  const expected = tags.map((tag) => tag.replace('…', report.sha.slice(0, 7))).sort();
  assert.deepEqual(
    report.images.map(({ tags: found }) => [...found].sort()),
    publishes ? [expected, expected] : [],
  );
  for (const { platforms } of report.images) assert.deepEqual([...platforms].sort(), ['linux/amd64', 'linux/arm64']);
  addRow(what, publishes ? 'everything' : 'all but build and publish', tags);
}

function addRow(what: string, ran: string, tags: readonly string[]): void {
  rows.push(`${what.padEnd(30)} ${ran.padEnd(40)} ${tags.join(' ') || 'nothing'}`);
}

after(() => {
  console.log([titles, ...rows].join('\n'));
});

describe('the pipeline as one job entry', () => {
  it('runs heavy jobs on machines of one’s own in hybrid, and each platform’s steps on its architecture', async () => {
    const seen: string[] = [];
    const exitCode = await withKeptPipeline(['--workflow', 'pipeline', ...hybrid], ({ report }) => {
      assertRun(report, { what: 'a push to main, hybrid', tags: ['latest', 'main', 'sha-…'] });
      const runners = jobsOf(report, 'build').map(({ matrix }) => JSON.stringify(matrix?.['runner']));
      assert.deepEqual([...new Set(runners)].sort(), [
        '["self-hosted","linux","arm64"]',
        '["self-hosted","linux","x64"]',
      ]);
      for (const { name } of report.images)
        for (const platform of ['linux/amd64', 'linux/arm64']) seen.push(builtOn(`${name}:main`, platform));
    });
    assert.equal(exitCode, 0);
    assert.deepEqual(seen, ['x86_64', 'aarch64', 'x86_64', 'aarch64']);
  });

  it('builds all platforms in one emulated job where that bills less, and scans each of them', async () => {
    const { folder, edit } = copyExample();
    const minutes = 'native-minutes: 4\n      emulated-minutes: 1';
    edit('.github/workflows/pipeline.yml', (text) => text.replace('    with:\n', `    with:\n      ${minutes}\n`));
    const args = ['--workflow', 'pipeline', '--repo', folder, '--private', '--ref', 'develop'];
    const { report, exitCode, output } = await runPipeline(...args);
    assert.equal(exitCode, 0, output.slice(-3000));
    assertRun(report, { what: 'a push to develop, emulated', tags: ['develop', 'sha-…'] });
    const builds = jobsOf(report, 'build');
    assert.deepEqual(
      new Set(builds.map(({ matrix }) => [matrix?.['image'], matrix?.['platform']])),
      new Set(['api', 'web'].map((image) => [image, 'linux/amd64,linux/arm64'])),
    );
    for (const build of builds) {
      const { outputs, summary } = stepOf(build, 'security-sarif');
      assert.equal(outputs['uploaded'], 'true');
      for (const platform of ['linux/amd64', 'linux/arm64']) assert.match(summary, new RegExp(platform));
      // What it tells is in the image: the web front end has none of the API's packages.
      (build.matrix?.['image'] === 'api' ? assert.match : assert.doesNotMatch)(summary, /api\/requirements\.txt/);
    }
  });

  for (const each of cases)
    it(`on ${each.what} ${each.tags.length > 0 ? `publishes ${each.tags.join(', ')}` : 'publishes nothing'}`, async () => {
      const { report, exitCode, output } = await runPipeline('--workflow', 'pipeline', ...each.args);
      assert.equal(exitCode, 0, output.slice(-3000));
      assertRun(report, each);
      if (each.args.includes('--from')) assertSaysUntrusted(report);
    });
});

describe('failed jobs that run again', () => {
  it('are all that runs, on what earlier attempts left: results, outputs, artifacts', async () => {
    const args = ['--repo', flakyExample(), '--workflow', 'pipeline', '--attempts', '3'];
    const exitCode = await withKeptPipeline(args, ({ report, earlier }) => {
      const all = [...earlier, report];
      assert.deepEqual(
        all.map(({ attempt, result }) => `${attempt} ${result}`),
        ['1 failure', '2 failure', '3 success'],
      );
      for (const [place, { what, ran, tags }] of attempts.entries()) {
        assertAttempt(all[place] ?? assert.fail(), ran, tags);
        addRow(what, [...new Set(Object.keys(ran).map((job) => job.split(' ')[0]))].join(', '), tags);
      }
      assert.deepEqual(new Set(all.map(({ sha }) => sha)).size, 1);
      for (const image of ['api', 'web']) {
        const { built, published } = digestsOf(report, image);
        assert.deepEqual(Object.keys(built).sort(), ['linux/amd64', 'linux/arm64']);
        assert.deepEqual(published, built);
      }
    });
    assert.equal(exitCode, 0);
  });
});

/** A run that may not upload says so in a notice, and is green for that reason alone. */
function assertSaysUntrusted(report: Report): void {
  const { outputs } = stepOf(jobOf(report, 'security'), 'security-sarif');
  assert.equal(outputs['uploaded'], 'false');
  const notices = jobOf(report, 'security').annotations.filter(({ level }) => level === 'notice');
  assert.match(notices.map(({ message }) => message).join('\n'), /fork|Dependabot/);
}
