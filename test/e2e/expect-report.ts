import assert from 'node:assert/strict';
import type { Report, ReportedJob, ReportedStep } from './pipeline-run.ts';

export function jobsOf(report: Report, id: string): ReportedJob[] {
  return report.jobs.filter((job) => job.id === id);
}

export function jobOf(report: Report, id: string): ReportedJob {
  const [job] = jobsOf(report, id);
  assert.ok(job, `the report has no job ${id}; it has ${report.jobs.map((each) => each.id).join(', ')}`);
  return job;
}

/** The step of a job that uses one of our actions. */
export function stepOf(job: ReportedJob, action: string): ReportedStep {
  const step = job.steps.find(({ uses }) => uses.includes(`/${action}@`));
  assert.ok(step, `job ${job.id} has no step that uses ${action}`);
  return step;
}

/** The job ran, or did not run at all: a job that a condition skipped may be missing from the report or be named skipped. */
export function assertSkipped(report: Report, id: string): void {
  const ran = jobsOf(report, id).filter(({ result }) => result !== 'skipped');
  assert.deepEqual(ran, [], `job ${id} should not have run`);
}

export function assertResults(report: Report, expected: Readonly<Record<string, string>>): void {
  const actual = Object.fromEntries(
    Object.keys(expected).map((id) => [id, [...new Set(jobsOf(report, id).map(({ result }) => result))].join('/')]),
  );
  assert.deepEqual(actual, expected);
}
