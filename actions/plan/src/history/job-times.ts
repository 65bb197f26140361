import { objectsIn, textOf, textsIn } from '@data-profiler-actions/action-kit';
import type { KnownFigures } from '../cost/workload.ts';

/** A finished job of an earlier run. */
export interface JobTime {
  readonly name: string;
  readonly labels: readonly string[];
  readonly minutes: number;
}

/** The jobs of an answer of REST "List jobs for a workflow run" that ran to a good end. */
export function jobTimes(jobs: unknown): JobTime[] {
  return objectsIn(jobs)
    .filter((job) => job['conclusion'] === 'success')
    .map((job) => ({
      name: textOf(job['name']),
      labels: textsIn(job['labels']),
      minutes: (Date.parse(textOf(job['completed_at'])) - Date.parse(textOf(job['started_at']))) / 60_000,
    }))
    .filter(({ minutes }) => minutes >= 0);
}

/**
 * Minutes of a run's parts, averaged over `runs`. A build is a job whose name ends with a platform, as in this project's workflows
 * (`Build: api linux/arm64`); it is emulated where its runner is of another architecture. Jobs that publish belong to the builds.
 */
export function minutesOf(runs: readonly (readonly JobTime[])[]): KnownFigures {
  const jobs = runs.flat();
  const builds = jobs.filter(({ name }) => platformIn(name) !== '');
  const others = jobs.filter(({ name }) => platformIn(name) === '' && !/\bpublish\b/i.test(name));
  const emulated = builds.filter(isEmulated);
  const native = builds.filter((job) => !isEmulated(job));
  const billed = others.map(({ minutes }) => Math.max(1, Math.ceil(minutes))).reduce((sum, each) => sum + each, 0);
  return {
    nativeMinutes: average(native),
    emulatedMinutes: average(emulated),
    lightMinutes: others.length === 0 ? undefined : Math.round((billed / runs.length) * 10) / 10,
  };
}

function platformIn(name: string): string {
  return /\blinux\/[a-z0-9]+(?:\/v\d+)?$/.exec(name)?.[0] ?? '';
}

function isEmulated({ name, labels }: JobTime): boolean {
  const onArm = labels.some((label) => /arm/i.test(label));
  return /linux\/arm/.test(platformIn(name)) ? !onArm : onArm;
}

function average(jobs: readonly JobTime[]): number | undefined {
  if (jobs.length === 0) return undefined;
  return Math.round((jobs.reduce((sum, { minutes }) => sum + minutes, 0) / jobs.length) * 10) / 10;
}
