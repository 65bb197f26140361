import { objectsIn, textOf, textsIn } from '@data-profiler-actions/action-kit';
import { emulatedMinutesIn, mean, rounded, type Build, type MeasuredFigures } from '../cost/known-figures.ts';

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
 * Minutes of a run's parts, averaged over `runs`. A build is a job whose name ends with its platforms, as in this project's workflows
 * (`Build: api linux/arm64`, or `linux/amd64,linux/arm64` where one job builds both); a platform is emulated where the runner is of another architecture.
 * GitHub knows no time of a platform within a job: of one that emulates beside a native build, that build's minutes are taken off. Jobs that publish belong to the builds.
 */
export function minutesOf(runs: readonly (readonly JobTime[])[]): MeasuredFigures {
  const jobs = runs.flat();
  const builds = jobs.map(buildOf).filter(({ native, emulated }) => native + emulated > 0);
  const others = jobs.filter(({ name }) => platformsIn(name).length === 0 && !/\bpublish\b/i.test(name));
  const apart = builds.filter(({ native, emulated }) => native === 0 || emulated === 0);
  const nativeMinutes = average(
    apart.filter(({ native }) => native > 0).map(({ minutes, native }) => minutes / native),
  );
  const together = builds.filter(({ native, emulated }) => native > 0 && emulated > 0);
  const emulated = apart.filter((build) => build.emulated > 0).map((build) => build.minutes / build.emulated);
  const billed = others.map(({ minutes }) => Math.max(1, Math.ceil(minutes))).reduce((sum, each) => sum + each, 0);
  return {
    nativeMinutes,
    emulatedMinutes: average([
      ...emulated,
      ...(nativeMinutes === undefined ? [] : together.map((build) => emulatedMinutesIn(build, nativeMinutes))),
    ]),
    ...(nativeMinutes === undefined && emulated.length === 0 && { together }),
    lightMinutes: others.length === 0 ? undefined : Math.round((billed / runs.length) * 10) / 10,
  };
}

function buildOf({ name, labels, minutes }: JobTime): Build {
  const platforms = platformsIn(name);
  const emulated = platforms.filter((platform) => isEmulated(platform, labels)).length;
  return { minutes, native: platforms.length - emulated, emulated };
}

/** The platforms that a name ends with. */
function platformsIn(name: string): string[] {
  const [end = ''] = /(?:\blinux\/[a-z0-9]+(?:\/v\d+)?(?:,\s*|$))+$/.exec(name) ?? [];
  return end.split(/,\s*/).filter((platform) => platform !== '');
}

function isEmulated(platform: string, labels: readonly string[]): boolean {
  const onArm = labels.some((label) => /arm/i.test(label));
  return platform.startsWith('linux/arm') ? !onArm : onArm;
}

function average(minutes: readonly number[]): number | undefined {
  return minutes.length === 0 ? undefined : rounded(mean(minutes));
}
