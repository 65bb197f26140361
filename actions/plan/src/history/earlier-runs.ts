import { objectsIn } from '@data-profiler-actions/action-kit';
import type { MeasuredFigures } from '../cost/known-figures.ts';
import { jobTimes, minutesOf } from './job-times.ts';
import type { Rest } from '../github/rest.ts';

/** What the workflow's own earlier runs tell, or why nothing is known of them. */
export type History = { readonly figures: MeasuredFigures; readonly runs: number } | { readonly unknown: string };

const days = 30;
/** Runs whose jobs are read: enough to even out one slow machine. */
const samples = 3;

/** Pushes of the last 30 days and the times of the latest good ones (REST "List workflow runs for a workflow", "List jobs for a workflow run"). */
export async function earlierRuns(rest: Rest | undefined, workflowRef: string, now: Date): Promise<History> {
  const workflow = /\/([^/@]+\.ya?ml)@/.exec(workflowRef)?.[1];
  if (!rest) return { unknown: 'there is no token to read earlier runs with' };
  if (workflow === undefined) return { unknown: 'the runner does not say which workflow this is' };
  const since = new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  const query = new URLSearchParams({ event: 'push', created: `>=${since}`, per_page: '20' });
  const answer = await rest(`/actions/workflows/${workflow}/runs?${query.toString()}`);
  if (!answer.ok) return { unknown: `earlier runs cannot be read (${answer.reason}); the job needs actions: read` };
  const total = Number(answer.body['total_count'] ?? 0);
  if (total === 0) return { unknown: `no push ran this workflow in ${days} days` };
  const good = objectsIn(answer.body['workflow_runs']).filter((run) => run['conclusion'] === 'success');
  const answers = await Promise.all(
    good.slice(0, samples).map(({ id }) => rest(`/actions/runs/${String(id)}/jobs?per_page=100`)),
  );
  const times = answers.flatMap((each) => (each.ok ? [jobTimes(each.body['jobs'])] : []));
  return {
    figures: { buildsPerDay: Math.round((total / days) * 10) / 10, ...(times.length > 0 ? minutesOf(times) : {}) },
    runs: total,
  };
}
