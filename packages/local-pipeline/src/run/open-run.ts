import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PipelineOptions } from '../options.ts';
import { projectRoot } from '../project-root.ts';
import type { FileReport } from '../report/index.ts';
import type { Tools } from '../tools/ensure-tools.ts';
import type { Workplace } from '../workplace.ts';
import { speakAct } from './act/dialect.ts';
import type { ActRequest } from './act/run-act.ts';
import { actorOf, eventPayload, fullRef, runRef } from './event-payload.ts';
import { fileKeeper } from './kept-files.ts';
import { registryLogin, standInForGhcr } from './local-registry.ts';
import { makeScratchRepository, type ScratchRepository } from './scratch-repository.ts';
import type { WorkflowFile } from './workflow/workflow-file.ts';

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

/** What is the same in every attempt of a run: commit, event, release tree, services. */
export interface Run {
  readonly request: PipelineRequest;
  readonly checkout: ScratchRepository;
  /** The first attempt. */
  readonly act: ActRequest;
  readonly keepFiles: (reportPath: string) => FileReport[];
}

/** Makes the commit, the event and the release tree that a run is of. */
export function openRun(request: PipelineRequest): Run {
  const { options, repository, workplace } = request;
  const { scratch, services } = workplace;
  const checkout = makeScratchRepository({
    source: options.repository,
    folder: join(scratch, 'repository'),
    repository,
    ref: fullRef(options.ref),
    adapt: (folder) => standInForGhcr(folder, 'repository', services.registry.host),
  });
  const { event: name, ref, from, isPrivate, inputs } = options;
  writeFileSync(
    eventFile(scratch),
    JSON.stringify(eventPayload({ name, ref, from, isPrivate, inputs, repository, ...checkout })),
  );
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'release-tree.ts'), releaseTree(scratch)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  speakAct(releaseTree(scratch));
  standInForGhcr(releaseTree(scratch), 'release', services.registry.host);
  return { request, checkout, act: firstAttempt(request), keepFiles: fileKeeper(options.report) };
}

const eventFile = (scratch: string): string => join(scratch, 'event.json');
const releaseTree = (scratch: string): string => join(scratch, 'release');

function firstAttempt(request: PipelineRequest): ActRequest {
  const { options, workflow, repository, workplace, tools } = request;
  const { scratch, services, engine } = workplace;
  return {
    attempt: 1,
    event: options.event,
    eventFile: eventFile(scratch),
    workflow: workflow.path,
    job: options.job,
    repository,
    actor: actorOf(options.from),
    releaseTree: releaseTree(scratch),
    labels: workflow.labels,
    variables: request.variables,
    token: request.token,
    environment: {
      ...services.results.environment,
      ...engine.environment,
      ...registryLogin(services.registry.host, actorOf(options.from), request.token),
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
