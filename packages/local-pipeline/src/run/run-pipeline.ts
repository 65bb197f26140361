import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import { readImages, type JobReport, type RunReport } from '../report/index.ts';
import type { PipelineOptions } from '../options.ts';
import type { Tools, Workplace } from '../workplace.ts';
import { runAct, type ActEnd } from './act.ts';
import { speakAct } from './act-dialect.ts';
import { ActRun } from './act-log.ts';
import { actorOf, eventPayload, fullRef, runRef } from './event-payload.ts';
import { fileKeeper } from './kept-files.ts';
import { createProgress } from './progress.ts';
import { makeScratchRepository, type ScratchRepository } from './scratch-repository.ts';
import type { WorkflowFile } from './workflow-file.ts';

export interface PipelineRequest {
  readonly options: PipelineOptions;
  readonly workflow: WorkflowFile;
  readonly repository: string;
  readonly token: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly tools: Tools;
  readonly workplace: Workplace;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const projectRoot = resolve(import.meta.dirname, '..', '..', '..', '..');

/** Runs the workflow and gathers what it did. Red where act is red, or where a service saw something that GitHub would have refused. */
export async function runPipeline(request: PipelineRequest): Promise<RunReport> {
  const { options, workflow, repository, workplace, say } = request;
  const { scratch, services } = workplace;
  const startedAt = new Date().toISOString();
  const checkout = makeScratchRepository(
    options.repository,
    join(scratch, 'repository'),
    repository,
    fullRef(options.ref),
  );
  const run = new ActRun(workflow.stepOf, fileKeeper(options.report));
  const progress = createProgress(say);
  const end = await runAct(actRequest(request, checkout), checkout.folder, (line) => {
    run.take(line);
    progress(line);
  });
  const ran = run.jobs().filter(({ id, steps }) => steps.length > 0 || !workflow.calls.includes(id));
  assertUnderstood(ran.length, end, workflow.path);
  const jobs = options.job === '' ? [...ran, ...skippedJobs(workflow, ran)] : ran;
  const violations = services.violations();
  for (const violation of violations) say(`A service refused what GitHub would refuse: ${violation}`);
  return {
    result:
      end.exitCode === 0 && violations.length === 0 ? 'success' : request.signal.aborted ? 'cancelled' : 'failure',
    event: options.event,
    ref: runRef(options),
    sha: checkout.sha,
    repository,
    workflow: workflow.name,
    startedAt,
    finishedAt: new Date().toISOString(),
    jobs,
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
    services: { registry: services.registry.host, api: services.api.url },
  };
}

/** act says nothing of a job whose needs failed or whose condition is false; GitHub shows it as skipped. */
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

function actRequest(request: PipelineRequest, checkout: ScratchRepository): Parameters<typeof runAct>[0] {
  const { options, workflow, repository, workplace, tools } = request;
  const { scratch, services, engine } = workplace;
  const eventFile = join(scratch, 'event.json');
  const event = {
    name: options.event,
    ref: options.ref,
    from: options.from,
    isPrivate: options.isPrivate,
    inputs: options.inputs,
    repository,
    ...checkout,
  };
  writeFileSync(eventFile, JSON.stringify(eventPayload(event)));
  const releaseTree = join(scratch, 'release');
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'release-tree.ts'), releaseTree], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  speakAct(releaseTree);
  return {
    event: options.event,
    eventFile,
    workflow: workflow.path,
    job: options.job,
    repository,
    actor: actorOf(options.from),
    releaseTree,
    labels: workflow.labels,
    variables: request.variables,
    token: request.token,
    environment: {
      ...services.results.environment,
      ...engine.environment,
      GITHUB_API_URL: services.api.url,
      GITHUB_REPOSITORY: repository,
      GITHUB_WORKFLOW_REF: `${repository}/${workflow.path}@${runRef(options)}`,
    },
    path: tools.path,
    scratch,
    logFile: join(options.report, 'act.log'),
    signal: request.signal,
  };
}
