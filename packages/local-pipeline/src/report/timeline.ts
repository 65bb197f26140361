import { axisMark, duration, keptFrom, offset, sign } from './format.ts';
import { jobTitle } from './job-title.ts';
import { escapeHtml } from './markdown-inline.ts';
import type { JobReport, Outcome, RunReport } from './run-report.ts';

/** A bar on an axis, in seconds from the axis's start. */
interface Bar {
  readonly title: string;
  readonly outcome: Outcome;
  readonly start: number;
  readonly seconds: number;
}

/** Seconds between the first start and the last end, at least a little above zero. */
export function spanOf(run: RunReport): { origin: string | undefined; seconds: number } {
  const jobs = run.jobs.filter((job) => keptFrom(job, run) === undefined);
  const starts = [run.startedAt, ...jobs.map((job) => job.startedAt)].filter((start) => start !== undefined);
  const origin = [...starts].sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const ends = [run.finishedAt, ...jobs.map((job) => job.finishedAt)].map((end) => offset(origin, end) ?? 0);
  return {
    origin,
    seconds: Math.max(0.1, ...ends, ...jobs.map((job) => (offset(origin, job.startedAt) ?? 0) + job.seconds)),
  };
}

/** Step of the axis's ticks in seconds: the smallest round one that gives at most eight. */
export const tickStep = (seconds: number): number =>
  [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].find((step) => seconds / step <= 8) ?? 7200;

/** All jobs on one axis; each job's bar shows its steps. */
export function renderTimeline(run: RunReport): string {
  const { seconds } = spanOf(run);
  const step = tickStep(seconds);
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, place) => place * step);
  const shown = ticks.filter((tick) => tick === 0 || tick / seconds < 0.97);
  const axis = shown
    .map((tick) => `<span class="tick" style="left:${percent(tick, seconds)}">${axisMark(tick)}</span>`)
    .join('');
  const rows = run.jobs.map((job, place) => row(job, place, run)).join('');
  return `<div class="timeline"><div class="lane axis"><span></span><div class="track">${axis}</div><span></span></div>${rows}</div>`;
}

function row(job: JobReport, place: number, run: RunReport): string {
  const why = whyWithoutBar(job, run);
  const track = why === '' ? barsOf(job, run) : `<span class="none">${why}</span>`;
  const time = why === '' ? duration(job.seconds) : '';
  return `<div class="lane"><a href="#job-${place}">${sign(job.result)}<span>${escapeHtml(jobTitle(job))}</span></a><div class="track">${track}</div><span class="time">${time}</span></div>`;
}

/** Empty for a job that ran in this attempt. */
function whyWithoutBar(job: JobReport, run: RunReport): string {
  if (job.result === 'skipped') return 'skipped';
  const kept = keptFrom(job, run);
  return kept === undefined ? '' : `kept from attempt ${kept}`;
}

function barsOf(job: JobReport, run: RunReport): string {
  const { origin, seconds } = spanOf(run);
  const start = offset(origin, job.startedAt) ?? 0;
  const bar = { title: `${jobTitle(job)}: ${duration(job.seconds)}`, outcome: job.result, start, seconds: job.seconds };
  const steps = stepBars(job, start).map((one) => renderBar(one, seconds, 'step'));
  return renderBar(bar, seconds, 'job') + steps.join('');
}

/** Steps where they ran; without instants one after the other from the job's start. */
export function stepBars(job: JobReport, jobStart: number): readonly Bar[] {
  const bars: Bar[] = [];
  let next = jobStart;
  for (const step of job.steps) {
    const start =
      job.startedAt === undefined ? next : jobStart + (offset(job.startedAt, step.startedAt) ?? next - jobStart);
    bars.push({ title: `${step.name}: ${duration(step.seconds)}`, outcome: step.result, start, seconds: step.seconds });
    next = start + step.seconds;
  }
  return bars.filter(({ outcome }) => outcome !== 'skipped');
}

function renderBar({ title, outcome, start, seconds }: Bar, total: number, kind: 'job' | 'step'): string {
  return `<span class="bar ${kind} ${outcome}" style="left:${percent(start, total)};width:max(3px,${percent(seconds, total)})" title="${escapeHtml(title)}"></span>`;
}

export const percent = (part: number, whole: number): string => `${Math.min(100, (100 * part) / whole).toFixed(2)}%`;
