import type { JobReport, Outcome, RunReport } from './run-report.ts';

/** `4.2 s`, `1 min 05 s`, `2 h 03 min`. */
export function duration(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.5) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.round(seconds) % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A mark on a time axis: `0`, `5 s`, `1:30`, `1:05:00`. */
export function axisMark(seconds: number): string {
  if (seconds < 60) return seconds === 0 ? '0' : `${Number(seconds.toFixed(1))} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.round(seconds % 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** `actions/checkout@3d3c42e`: a commit's whole hash tells a person nothing more. */
export function withShortRef(step: string): string {
  return step.replace(/@([0-9a-f]{7})[0-9a-f]{33}$/, '@$1');
}

/** The attempt that a job's result was kept from; undefined where the job ran in the run's own attempt. */
export function keptFrom(job: JobReport, run: RunReport): number | undefined {
  return job.attempt !== undefined && job.attempt < (run.attempt ?? 1) ? job.attempt : undefined;
}

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  success: 'Success',
  failure: 'Failure',
  cancelled: 'Cancelled',
  skipped: 'Skipped',
};

const paths: Readonly<Record<Outcome, string>> = {
  success: 'M4.5 8.5l2.5 2.5 4.5-5',
  failure: 'M5.5 5.5l5 5m0-5l-5 5',
  cancelled: 'M4.8 11.2l6.4-6.4',
  skipped: 'M5 8h6',
};

/** A round sign for an outcome, drawn in its colour. */
export const sign = (outcome: Outcome): string =>
  `<svg class="sign ${outcome}" viewBox="0 0 16 16" role="img" aria-label="${outcomeWords[outcome]}"><circle cx="8" cy="8" r="7.25"/><path d="${paths[outcome]}"/></svg>`;

/** Seconds from `origin` to an instant; undefined when either is not known. */
export function offset(origin: string | undefined, instant: string | undefined): number | undefined {
  if (origin === undefined || instant === undefined) return undefined;
  const seconds = (Date.parse(instant) - Date.parse(origin)) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
