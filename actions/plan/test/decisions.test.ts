import { describe, expect, it } from '@jest/globals';
import { estimateCost } from '../src/cost.ts';
import { decidePublish } from '../src/publish.ts';
import { assignRunners } from '../src/runners.ts';
import { decideStrategy, type StrategyFacts } from '../src/strategy.ts';

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

describe('deciding where jobs run', () => {
  const own = { heavy: ['self-hosted', 'linux', 'x64'] };
  const facts = (change: Partial<StrategyFacts>): StrategyFacts => {
    const { buildsPerDay = 25, isPrivate = true } = change;
    const cost = estimateCost({ images: 2, platforms: 2, buildsPerDay, isPrivate });
    return { asked: 'auto', isPrivate, untrusted: '', buildsPerDay, runners: own, cost, ...change };
  };

  it.each([
    ['a public repository', { isPrivate: false }, 'hosted'],
    ['a private one with few builds', { buildsPerDay: 5 }, 'hosted'],
    ['a private one with many builds', { buildsPerDay: 200 }, 'self-hosted'],
    ['a private one without runners', { buildsPerDay: 200, runners: {} }, 'hosted'],
    ['what is asked for', { asked: 'hybrid' }, 'hybrid'],
    [
      'a fork’s pull request in public',
      { asked: 'self-hosted', isPrivate: false, untrusted: 'fork pull request' },
      'hosted',
    ],
  ] as const)('%s', (_, change, strategy) => {
    expect(decideStrategy(facts(change)).strategy).toBe(strategy);
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

  it('gives 32-bit ARM to the arm64 runner', () => {
    expect(assignRunners('hosted', {}, ['linux/arm/v7'])['linux/arm/v7']).toBe('ubuntu-24.04-arm');
  });
});

describe('the costs of a month', () => {
  it('are nothing on standard runners of a public repository', () => {
    const { alternatives } = estimateCost({ images: 2, platforms: 2, buildsPerDay: 25, isPrivate: false });
    expect(alternatives.filter(({ strategy }) => strategy === 'hosted').map(({ dollars }) => dollars)).toEqual([0, 0]);
  });

  it('are the minutes beyond the included ones', () => {
    const { alternatives } = estimateCost({ images: 1, platforms: 2, buildsPerDay: 25, isPrivate: true });
    expect(alternatives[0]).toEqual({ strategy: 'hosted', builds: 'native', minutes: 13_500, dollars: 69 });
  });
});
