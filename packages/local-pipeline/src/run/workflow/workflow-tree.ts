import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { messageOf, objectOf, UserError } from '@data-profiler-actions/action-kit';
import { parse } from 'yaml';
import { projectRoot } from '../../project-root.ts';
import { checkCalledPermissions } from './called-permissions.ts';

/** A workflow and, below it, those that its jobs call. */
export interface WorkflowTree {
  /** As the runner calls it: its own name, else its file's. */
  readonly name: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** By the calling job's id. A called workflow that is not on this machine is not here. */
  readonly called: ReadonlyMap<string, WorkflowTree>;
}

/** Reads a workflow and what it calls in the repository that is run or in this project: in its sources, or in another tree of its workflows. */
export function readWorkflowTree(file: string, repository: string, ours = projectRoot): WorkflowTree {
  const document = parseYaml(readFileSync(file, 'utf8'), file);
  const jobs = Object.entries(objectOf(document['jobs'])).map(([id, job]) => [id, objectOf(job)] as const);
  const called = jobs.flatMap(([id, { uses }]) => {
    const place = calledFile(uses, repository, ours);
    if (place === undefined || !existsSync(place)) return [];
    const below = readWorkflowTree(place, repository, ours);
    checkCalledPermissions(document, id, String(uses), below.document);
    return [[id, below] as const];
  });
  return {
    name: typeof document['name'] === 'string' ? document['name'] : basename(file),
    document,
    jobs: Object.fromEntries(jobs),
    called: new Map(called),
  };
}

/** The jobs that really run: in place of a job that calls a reusable workflow, that workflow's own. */
export function runningJobs({ jobs, called }: WorkflowTree): Record<string, Readonly<Record<string, unknown>>> {
  const expanded = Object.entries(jobs).flatMap(([id, job]) => {
    const below = called.get(id);
    return below ? Object.entries(runningJobs(below)) : [[id, job] as const];
  });
  return Object.fromEntries(expanded);
}

const ownWorkflow = /^org\/data-profiler-actions\/(\.github\/workflows\/[\w-]+\.ya?ml)@/;

/** Where a called workflow is: in this project, or in the repository that is run. Others only act can find. */
function calledFile(uses: unknown, repository: string, ours: string): string | undefined {
  if (typeof uses !== 'string') return undefined;
  if (uses.startsWith('./')) return join(repository, uses);
  const own = ownWorkflow.exec(uses)?.[1];
  return own === undefined ? undefined : join(ours, own);
}

function parseYaml(text: string, path: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(parse(text));
  } catch (thrown) {
    throw new UserError(`${path} is no YAML: ${messageOf(thrown)}`, 'Correct the file at that line.');
  }
}
