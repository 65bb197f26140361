import { join } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import { readImages, type JobReport, type Outcome, type RunReport } from '../report/index.ts';
import type { ActLine } from './act/act-line.ts';
import { ActRun } from './act/act-run.ts';
import { createProgress } from './act/progress.ts';
import { runAct, type ActEnd, type ActRequest } from './act/run-act.ts';
import { runRef } from './event-payload.ts';
import type { PipelineRequest, Run } from './open-run.ts';
import { isOfStandIn, prepareRerun, type Rerun } from './rerun/prepare-rerun.ts';
import type { WorkflowFile } from './workflow/workflow-file.ts';
import { readWorkflowTree } from './workflow/workflow-tree.ts';

/**
 * Runs the workflow and gathers what it did; after an earlier attempt only what failed in it and what needs that. Red where act is red, or where a
 * service saw something that GitHub would have refused.
 */
export async function runAttempt(run: Run, earlier?: RunReport): Promise<RunReport> {
  const { options, workflow, repository, workplace, say } = run.request;
  const { services } = workplace;
  const startedAt = new Date().toISOString();
  const attempt = (earlier?.attempt ?? 0) + 1;
  const rerun = earlier && prepareAttempt(run, earlier.jobs, attempt);
  const { ran, end } = await follow(run, rerun ? { ...run.act, ...againIn(run, rerun, attempt) } : run.act);
  assertUnderstood(ran.length, end, workflow.path);
  const violations = services.violations();
  for (const violation of violations) say(`A service refused what GitHub would refuse: ${violation}`);
  return {
    result: resultOf(run.request, end, violations.length),
    attempt,
    event: options.event,
    ref: runRef(options),
    sha: run.checkout.sha,
    repository,
    workflow: workflow.name,
    startedAt,
    finishedAt: new Date().toISOString(),
    jobs: withSkipped(run.request, [...(rerun?.kept ?? []), ...ran.map((job) => ({ ...job, attempt }))]),
    ...(await whatServicesSaw(run.request)),
  };
}

function prepareAttempt({ request, checkout, act }: Run, jobs: readonly JobReport[], attempt: number): Rerun {
  const { releaseTree } = act;
  const tree = readWorkflowTree(join(checkout.folder, act.workflow), checkout.folder, releaseTree);
  const folder = join(request.workplace.scratch, `attempt-${attempt}`);
  const rerun = prepareRerun(tree, jobs, attempt, { folder, releaseTree });
  const stay = [...new Set(rerun.kept.map(({ id }) => id))].filter((id) => !rerun.again.includes(id));
  request.say(
    `\nAttempt ${attempt} runs ${rerun.again.join(', ')}${stay.length > 0 ? `; kept: ${stay.join(', ')}` : ''}`,
  );
  return rerun;
}

function againIn({ request, act }: Run, { workflow }: Rerun, attempt: number): Partial<ActRequest> {
  const environment = { ...act.environment, ...request.workplace.services.results.newAttempt() };
  return { attempt, workflow, environment };
}

/** Follows act to its end; the stand-ins of kept jobs are nobody's business. */
async function follow(
  { request, checkout, keepFiles }: Run,
  act: ActRequest,
): Promise<{ ran: JobReport[]; end: ActEnd }> {
  const { workflow, say } = request;
  const followed = new ActRun(workflow.stepOf, keepFiles);
  const progress = createProgress(say);
  const end = await runAct(act, checkout.folder, (line: ActLine) => {
    if (isOfStandIn(line.job)) return;
    followed.take(line);
    progress(line);
  });
  const ran = followed.jobs().filter(({ id, steps }) => steps.length > 0 || !workflow.calls.includes(id));
  return { ran, end };
}

function resultOf({ signal }: PipelineRequest, end: ActEnd, violations: number): Outcome {
  if (end.exitCode === 0 && violations === 0) return 'success';
  return signal.aborted ? 'cancelled' : 'failure';
}

/** act says nothing of a job whose needs failed or whose condition is false; GitHub shows it as skipped. */
function withSkipped({ options, workflow }: PipelineRequest, ran: readonly JobReport[]): JobReport[] {
  return options.job === '' ? [...ran, ...skippedJobs(workflow, ran)] : [...ran];
}

function skippedJobs({ jobIds }: WorkflowFile, ran: readonly JobReport[]): JobReport[] {
  const missing = jobIds.filter((id) => !ran.some((job) => job.id === id));
  return missing.map((id) => ({ id, result: 'skipped', seconds: 0, steps: [], annotations: [] }));
}

function assertUnderstood(jobs: number, end: ActEnd, path: string): void {
  if (jobs === 0)
    throw new UserError(
      `${path} did not run at all:\n${end.words || 'no job fits this event'}`,
      'Correct the workflow, or choose another --event, --ref or --job.',
    );
}

async function whatServicesSaw({
  workplace: { services, engine },
  repository,
}: PipelineRequest): Promise<Pick<RunReport, 'deployments' | 'images' | 'alerts' | 'emulated' | 'services'>> {
  return {
    deployments: services.api.deployments().map(({ environment, ref, description, states }) => ({
      environment,
      ref,
      description: states.at(-1)?.description ?? description,
      state: states.at(-1)?.state ?? 'pending',
    })),
    images: await readImages(services.registry, repository.split('/')[0] ?? ''),
    alerts: services.api
      .alerts()
      .map(({ tool, rule, file, line, severity, message }) => ({ tool, rule, file, line, severity, message })),
    ...(engine.emulated.length > 0 && { emulated: engine.emulated }),
    services: { registry: services.registry.host, api: services.api.url },
  };
}
