import { describe, expect, it } from '@jest/globals';
import { chooseFigures } from '../src/cost/workload.ts';
import { minutesOf, type JobTime } from '../src/history/job-times.ts';

const x64 = ['ubuntu-24.04'];
const arm = ['ubuntu-24.04-arm'];
const job = (name: string, labels: readonly string[], minutes: number): JobTime => ({ name, labels, minutes });
const both = 'pipeline / Build: api linux/amd64,linux/arm64';

describe('the minutes of builds in earlier runs', () => {
  it.each<[string, readonly JobTime[], number | undefined, number | undefined]>([
    [
      'on their own architecture',
      [job('Build: a linux/amd64', x64, 4), job('Build: a linux/arm64', arm, 6)],
      5,
      undefined,
    ],
    ['on another one', [job('Build: a linux/arm64', x64, 12)], undefined, 12],
    ['on both', [job('Build: a linux/amd64', x64, 4), job('Build: a linux/arm64', x64, 12)], 4, 12],
    ['in one job, by the native build of another', [job(both, x64, 14), job('Build: web linux/amd64', x64, 4)], 4, 10],
    [
      'in one job that emulates two',
      [job('Build: a linux/amd64, linux/arm64, linux/arm/v7', x64, 24), job('Build: w linux/amd64', x64, 4)],
      4,
      10,
    ],
    [
      'in one job on arm',
      [job('Build: a linux/arm64,linux/amd64', arm, 14), job('Build: w linux/arm64', arm, 4)],
      4,
      10,
    ],
    [
      'in one job that took less than a native build elsewhere',
      [job(both, x64, 3), job('Build: w linux/amd64', x64, 4)],
      4,
      0,
    ],
    ['in no job', [job('Test: API', x64, 4), job('Build for linux', x64, 3)], undefined, undefined],
  ])('are told %s', (_, jobs, nativeMinutes, emulatedMinutes) => {
    expect(minutesOf([jobs])).toMatchObject({ nativeMinutes, emulatedMinutes });
  });
});

describe('one job that builds every platform, where nothing else was built', () => {
  it.each<[string, number, { nativeMinutes?: number }, readonly [number, string], readonly [number, string]]>([
    ['is split by the assumed native build', 14, {}, [4, 'split'], [10, 'split']],
    ['is split evenly at most: emulation is not the faster way', 3, {}, [1.5, 'split'], [1.5, 'split']],
    ['is split by the native build that was given', 14, { nativeMinutes: 2 }, [2, 'input'], [12, 'earlier runs']],
  ])('%s', (_, minutes, given, native, emulated) => {
    const { nativeMinutes, emulatedMinutes } = chooseFigures(given, minutesOf([[job(both, x64, minutes)]]));
    expect([nativeMinutes.value, nativeMinutes.from]).toEqual(native);
    expect([emulatedMinutes.value, emulatedMinutes.from]).toEqual(emulated);
  });
});
