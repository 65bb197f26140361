import { describe, expect, it } from '@jest/globals';
import { breakEvenBuilds, estimateCost } from '../src/cost/cost.ts';
import { decideBuilds } from '../src/cost/decide-builds.ts';
import { assumptions, prices } from '../src/cost/prices.ts';
import type { Figure, Workload } from '../src/cost/workload.ts';
import { decideStrategy, type StrategyFacts } from '../src/runners/strategy.ts';

const given = (value: number): Figure => ({ value, from: 'input' });

/** One image for two platforms, whose other jobs cost nothing: what the arithmetic is easiest checked on. */
const work = (change: Partial<Workload> = {}): Workload => ({
  images: 1,
  platforms: 2,
  isPrivate: true,
  billingPlan: 'free',
  machineDollars: 200,
  buildsPerDay: given(25),
  nativeMinutes: given(4),
  emulatedMinutes: given(10),
  lightMinutes: given(0),
  ...change,
});

describe('the prices', () => {
  it('are no older than half a year', () => {
    const age = (Date.now() - Date.parse(prices.asOf)) / 86_400_000;
    expect(age).toBeLessThan(183);
  });

  it('name where they are from', () => {
    expect(prices.sources.every((source) => source.startsWith('https://docs.github.com/'))).toBe(true);
  });
});

describe('a month of 25 builds a day', () => {
  it.each([
    ['free', 'native', 6750, 28.5],
    ['team', 'native', 6750, 22.5],
    ['free', 'emulated', 10_500, 51],
    ['team', 'emulated', 10_500, 45],
  ] as const)('costs on %s, %s: %d minutes, $%d', (billingPlan, builds, minutes, dollars) => {
    const { alternatives } = estimateCost(work({ billingPlan }));
    expect(alternatives.find((each) => each.builds === builds)).toMatchObject({ strategy: 'hosted', minutes, dollars });
  });

  it('costs nothing on hosted runners of a public repository', () => {
    const { alternatives, includedMinutes } = estimateCost(work({ isPrivate: false }));
    const hosted = alternatives.filter(({ strategy }) => strategy === 'hosted');
    expect(hosted.map(({ dollars }) => dollars)).toEqual([0, 0]);
    expect(includedMinutes).toBe(0);
  });

  it('says what was assumed', () => {
    const buildsPerDay: Figure = { value: assumptions.buildsPerDay, from: 'assumption' };
    expect(estimateCost(work({ buildsPerDay })).assumed).toBe(true);
    expect(estimateCost(work()).assumed).toBe(false);
  });
});

describe('the number of builds from which machines of one’s own cost less', () => {
  it.each([
    [50, 14, 27],
    [50, 9, 42],
    [200, 14, 86.5],
    [200, 9, 134.6],
  ])('is for $%d a month and %d minutes a build: %d a day', (dollars, minutes, builds) => {
    expect(breakEvenBuilds(dollars, prices.includedMinutes.team, minutes)).toBeCloseTo(builds, 0);
  });
});

describe('deciding where jobs run', () => {
  const own = { heavy: ['self-hosted', 'linux', 'x64'] };
  const facts = (change: Partial<StrategyFacts & Workload>): StrategyFacts => {
    const isPrivate = change.isPrivate ?? true;
    return { asked: 'auto', isPrivate, untrusted: '', runners: own, cost: estimateCost(work(change)), ...change };
  };

  it.each([
    ['a public repository', { isPrivate: false, buildsPerDay: given(500) }, 'hosted'],
    ['a private one with few builds', { buildsPerDay: given(5) }, 'hosted'],
    ['a private one just below the break-even', { buildsPerDay: given(130), billingPlan: 'team' }, 'hosted'],
    ['a private one just above it', { buildsPerDay: given(140), billingPlan: 'team' }, 'hybrid'],
    ['long builds', { buildsPerDay: given(40), nativeMinutes: given(30), emulatedMinutes: given(90) }, 'hybrid'],
    ['long tests too', { buildsPerDay: given(200), lightMinutes: given(30) }, 'self-hosted'],
    ['short builds', { buildsPerDay: given(40), nativeMinutes: given(1), emulatedMinutes: given(1) }, 'hosted'],
    ['free machines', { buildsPerDay: given(25), machineDollars: 0 }, 'hybrid'],
    ['many builds without runners', { buildsPerDay: given(500), runners: {} }, 'hosted'],
    ['an unknown number of builds', { buildsPerDay: { value: 500, from: 'assumption' } }, 'hosted'],
    ['measured builds', { buildsPerDay: { value: 500, from: 'earlier runs' } }, 'hybrid'],
    ['what is asked for', { asked: 'hybrid' }, 'hybrid'],
    ['what is asked for in public', { asked: 'self-hosted', isPrivate: false }, 'self-hosted'],
    ['a fork in public', { asked: 'self-hosted', isPrivate: false, untrusted: 'fork pull request' }, 'hosted'],
    ['a fork in private', { asked: 'self-hosted', untrusted: 'fork pull request' }, 'self-hosted'],
  ] as const)('%s', (_, change, strategy) => {
    expect(decideStrategy(facts(change)).strategy).toBe(strategy);
  });

  it('is hosted, whichever is cheapest, in every public repository', () => {
    for (const builds of [0, 1, 24, 25, 26, 100, 1000])
      for (const minutes of [0.5, 4, 60])
        expect(
          decideStrategy(facts({ isPrivate: false, buildsPerDay: given(builds), nativeMinutes: given(minutes) }))
            .strategy,
        ).toBe('hosted');
  });
});

describe('one emulated or two native builds', () => {
  it.each([
    ['the usual image', {}, 'hosted', 'native'],
    [
      'an image that only copies files',
      { nativeMinutes: given(0.4), emulatedMinutes: given(0.4) },
      'hosted',
      'emulated',
    ],
    [
      'the same in public',
      { nativeMinutes: given(0.4), emulatedMinutes: given(0.4), isPrivate: false },
      'hosted',
      'native',
    ],
    ['the same on own machines', { nativeMinutes: given(0.4), emulatedMinutes: given(0.4) }, 'self-hosted', 'native'],
    ['emulation for five minutes', { emulatedMinutes: given(5) }, 'hosted', 'native'],
    ['emulation for four minutes', { emulatedMinutes: given(4) }, 'hosted', 'emulated'],
    ['one platform', { platforms: 1 }, 'hosted', 'native'],
  ] as const)('%s', (_, change, strategy, builds) => {
    const decision = decideBuilds(work(change), strategy);
    expect(decision.builds).toBe(builds);
    expect(decision.why).toMatch(/\.$/);
  });
});
