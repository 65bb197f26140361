import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf, warning } from '@data-profiler-actions/action-kit';
import type { Project } from '../environments/project.ts';
import type { Inputs } from '../inputs.ts';
import type { Leg } from '../legs/model.ts';

/** Seconds by test id, as pytest-split keeps them too. */
export type Durations = Readonly<Record<string, number>>;

export type DurationsRead =
  { readonly ok: true; readonly durations: Durations } | { readonly ok: false; readonly problem: string };

/** Reads a durations file: a JSON object whose keys are test ids and whose values are seconds. A file that is not there yet holds none. */
export function readDurations(file: string): DurationsRead {
  if (!existsSync(file)) return { ok: true, durations: {} };
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isDurations(value)) return { ok: true, durations: value };
    return { ok: false, problem: 'does not hold a JSON object of seconds by test id' };
  } catch (thrown) {
    return { ok: false, problem: `could not be read: ${messageOf(thrown)}` };
  }
}

function isDurations(value: unknown): value is Durations {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((seconds) => typeof seconds === 'number' && seconds >= 0);
}

/** A test's mean over the legs that ran it, in milliseconds' precision; skipped tests have none. */
export function measuredDurations(legs: readonly Leg[]): Durations {
  const sums = new Map<string, { seconds: number; runs: number }>();
  for (const { tests } of legs)
    for (const { id, seconds, outcome } of tests) {
      if (outcome === 'skipped') continue;
      const sum = sums.get(id) ?? { seconds: 0, runs: 0 };
      sums.set(id, { seconds: sum.seconds + seconds, runs: sum.runs + 1 });
    }
  const entries = [...sums].map(([id, { seconds, runs }]) => [id, Math.round((seconds / runs) * 1000) / 1000] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * What the durations file holds after a run. A shard writes its own tests only, so that the files of all shards together are the next file. A run
 * in which a leg did not pass keeps what it knew of tests that it did not reach; a green one forgets tests that are gone.
 */
export function nextDurations(before: Durations, legs: readonly Leg[], sharded: boolean): Durations {
  const measured = measuredDurations(legs);
  const complete = legs.every(({ outcome }) => outcome === 'passed');
  return sharded || complete ? measured : { ...before, ...measured };
}

/** Brings the durations file up to date with a run, and warns where it cannot be written: the tests ran all the same. */
export function keepDurations(
  { inputs, project }: { inputs: Pick<Inputs, 'durationsFile' | 'shard'>; project: Pick<Project, 'directory'> },
  legs: readonly Leg[],
): void {
  if (!inputs.durationsFile) return;
  const file = join(project.directory, inputs.durationsFile);
  const sharded = inputs.shard !== undefined;
  const read = readDurations(file);
  try {
    writeDurations(file, nextDurations(read.ok ? read.durations : {}, legs, sharded));
  } catch (thrown) {
    warning(`The durations of this run could not be kept: ${messageOf(thrown)}`);
  }
}

function writeDurations(file: string, durations: Durations): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(durations, null, 1)}\n`);
}
