import { join } from 'node:path';
import type { Mistake } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { readDurations } from '../shards/durations.ts';

/** What several inputs together say wrongly. Inputs that could not be read are left out. */
export function checkTogether(inputs: Partial<Inputs>): Mistake[] {
  const gates = [
    ...(inputs.failUnder === undefined ? [] : ['fail-under']),
    ...(inputs.failUnderDiff === undefined ? [] : ['fail-under-diff']),
  ];
  const uploads = inputs.codecov === undefined || inputs.codecov === 'off' ? [] : ['codecov'];
  const unmeasured = inputs.coverage === false ? [...gates, ...uploads] : [];
  const partial = inputs.shard !== undefined && inputs.shard.count > 1 ? gates : [];
  return [
    ...unmeasured.map((input) => ({
      input,
      problem: 'needs coverage; set "coverage" to true or leave this input out',
    })),
    ...partial.map((input) => ({
      input,
      problem:
        'needs the coverage of all tests, and a shard runs a part; hold the merged coverage of all shards against it',
    })),
  ];
}

/** Whether the durations can be read, where there are any yet. */
export function checkDurations(file: string | undefined, directory: string): Mistake[] {
  if (!file) return [];
  const read = readDurations(join(directory, file));
  return read.ok ? [] : [{ input: 'durations-file', problem: `names "${file}", which ${read.problem}` }];
}
