import { describe, expect, it } from '@jest/globals';
import { skippableJobs } from '../src/changes/skippable-jobs.ts';
import { decidePublish } from '../src/publish.ts';
import { assignRunners, standardRunners } from '../src/runners/assign-runners.ts';
import { isEmulatable } from '../src/runners/emulatable.ts';
import { waitingJobs } from '../src/runners/registered-runners.ts';

describe('deciding to publish', () => {
  it.each([
    ['push', 'branch', 'main', '', 1, true],
    ['push', 'branch', 'develop', '', 1, true],
    ['push', 'branch', 'feature/x', '', 1, false],
    ['push', 'tag', 'v1.2.3', '', 1, true],
    ['push', 'tag', 'v1.2.3-rc.1', '', 1, true],
    ['push', 'tag', 'nightly', '', 1, false],
    ['push', 'branch', 'main', '', 0, false],
    ['push', 'branch', 'main', 'Dependabot', 1, false],
    ['pull_request', 'pull', '7', '', 1, false],
    ['pull_request', 'pull', '7', 'fork pull request', 1, false],
    ['workflow_dispatch', 'branch', 'main', '', 1, false],
  ] as const)('on %s of %s %s (%j), %d images: %s', (name, refKind, refName, untrusted, images, publish) => {
    const decision = decidePublish({ name, refKind, refName, untrusted }, ['main', 'develop'], images);
    expect(decision.publish).toBe(publish);
    expect(decision.why).toMatch(/^(?:Publishes|Nothing is published): .+\.$/);
  });
});

describe('leaving jobs out', () => {
  const rules = { api: ['api/**'], web: ['web/**', 'package.json'] };

  it.each([
    ['files of one job', ['api/app.py', 'api/tests/test_a.py'], ['web']],
    ['a file whose name begins with a dot', ['web/.env.production', 'web/.vscode/settings.json'], ['api']],
    ['files of both', ['api/app.py', 'package.json'], []],
    ['a file that no rule is about', ['api/app.py', 'docker-compose.yml'], []],
    ['a workflow', ['.github/workflows/ci.yml'], []],
    ['nothing', [], []],
  ])('for %s', (_, files, skip) => {
    const decision = skippableJobs({ files }, rules);
    expect(decision.skip).toEqual(skip);
    expect(decision.why).toMatch(/^(?:Left out|No job is left out): .+\.$/);
  });

  it('does not happen when the files are not known', () => {
    expect(skippableJobs({ unknown: 'HTTP 403' }, rules)).toEqual({
      skip: [],
      why: 'No job is left out: HTTP 403.',
    });
  });
});

describe('assigning runners', () => {
  const platforms = ['linux/amd64', 'linux/arm64'];

  it('keeps every default label pinned', () => {
    expect(assignRunners('hosted', {}, platforms)).toEqual({
      light: 'ubuntu-24.04',
      heavy: 'ubuntu-24.04',
      'linux/amd64': 'ubuntu-24.04',
      'linux/arm64': 'ubuntu-24.04-arm',
    });
  });

  it('puts only heavy jobs on machines of one’s own in hybrid', () => {
    const runners = assignRunners('hybrid', { 'linux/arm64': 'ubuntu-24.04-arm' }, platforms);
    expect(runners['light']).toBe('ubuntu-24.04');
    expect(runners['linux/amd64']).toEqual(['self-hosted', 'linux', 'x64']);
    expect(runners['linux/arm64']).toBe('ubuntu-24.04-arm');
  });

  it('knows a machine of one’s own by its label in any case', () => {
    expect(assignRunners('hosted', { heavy: ['Self-Hosted', 'Linux'] }, platforms)['heavy']).toBe('ubuntu-24.04');
  });

  it('keeps of given labels those of GitHub’s standard machines for code of strangers', () => {
    const given = { light: 'my-scale-set', heavy: ['linux', 'gpu'], 'linux/arm64': 'ubuntu-26.04-arm' };
    expect(standardRunners(given)).toEqual({ 'linux/arm64': 'ubuntu-26.04-arm' });
  });

  it('gives 32-bit ARM to the arm64 runner', () => {
    expect(assignRunners('hosted', {}, ['linux/arm/v7'])['linux/arm/v7']).toBe('ubuntu-24.04-arm');
  });

  it.each([
    ['linux/arm/v7', true],
    ['linux/riscv64', true],
    ['windows/amd64', false],
    ['darwin/arm64', false],
    ['linux/sparc64', false],
  ])('knows whether %s can be built without a runner of its own: %s', (platform, can) => {
    expect(isEmulatable(platform)).toBe(can);
  });
});

describe('runners that are registered', () => {
  const x64 = { name: 'box', online: true, labels: ['self-hosted', 'linux', 'x64'] };
  const assigned = assignRunners('self-hosted', {}, ['linux/amd64', 'linux/arm64']);

  it('are missed per set of labels, each told once', () => {
    expect(waitingJobs(assigned, [x64])).toEqual([
      'No runner with the labels [self-hosted, linux, arm64] is registered in this repository; jobs wait for one, at most 24 hours.',
    ]);
  });

  it('are told offline from absent', () => {
    const arm = {
      name: 'pi',
      online: false,
      labels: ['self-hosted', 'Linux', 'arm64'].map((label) => label.toLowerCase()),
    };
    expect(waitingJobs(assigned, [x64, arm])[0]).toContain('is online');
  });

  it('do not matter to hosted labels', () => {
    expect(waitingJobs(assignRunners('hosted', {}, []), [])).toEqual([]);
  });
});
