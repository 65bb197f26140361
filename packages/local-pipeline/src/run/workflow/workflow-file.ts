import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isText, nearest, objectOf, objectsIn, textOf, UserError } from '@data-profiler-actions/action-kit';
import { readWorkflowTree, runningJobs } from './workflow-tree.ts';

export interface WorkflowFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly name: string;
  readonly jobIds: readonly string[];
  /** Jobs that call another workflow and have no step of their own. */
  readonly calls: readonly string[];
  /** Every runner label that a job may ask for. */
  readonly labels: readonly string[];
  /** A step's name and action, by job and by the id act gives it: its own, or its place from 0. */
  readonly stepOf: (jobId: string, stepId: string) => { name: string; uses: string } | undefined;
}

/** Labels of GitHub's hosted runners and the usual self-hosted ones; all run on this machine. */
const knownLabels = [
  'ubuntu-latest',
  'ubuntu-22.04',
  'ubuntu-24.04',
  'ubuntu-26.04',
  'ubuntu-22.04-arm',
  'ubuntu-24.04-arm',
  'ubuntu-26.04-arm',
  'ubuntu-slim',
  'self-hosted',
  'linux',
  'x64',
  'arm64',
];

/** Finds and reads the workflow to run: the one named, else ci.yml, else the only one. */
export function readWorkflow(repository: string, wanted: string, job = ''): WorkflowFile {
  const path = findWorkflow(repository, wanted);
  const tree = readWorkflowTree(join(repository, path), repository);
  if (Object.keys(tree.jobs).length === 0) throw new UserError(`${path} has no jobs.`, 'Name another with --workflow.');
  checkJobs(tree.jobs, job, path);
  const running = runningJobs(tree);
  return {
    path,
    name: typeof tree.document['name'] === 'string' ? tree.document['name'] : path,
    jobIds: Object.keys(running),
    calls: Object.keys(tree.jobs).filter((id) => tree.jobs[id]?.['uses'] !== undefined),
    labels: labelsOf(running),
    stepOf: (jobId, stepId) => stepIn(running, jobId, stepId),
  };
}

/** act's own words for a job that is not there do not name it. */
function checkJobs(jobs: Record<string, unknown>, wanted: string, path: string): void {
  const ids = Object.keys(jobs);
  if (wanted !== '' && !ids.includes(wanted)) {
    const suggestion = nearest(wanted, ids);
    throw new UserError(
      `${path} has no job "${wanted}"; there are ${ids.join(', ')}.`,
      suggestion ? `Did you mean --job ${suggestion}?` : 'Name one of them with --job.',
    );
  }
  for (const id of ids) {
    const needs = [objectOf(jobs[id])['needs'] ?? []].flat();
    const missing = needs.find((need) => typeof need !== 'string' || !ids.includes(need));
    if (missing !== undefined)
      throw new UserError(
        `${path}: job ${id} needs ${JSON.stringify(missing)}, which is no job.`,
        'Correct its needs.',
      );
  }
}

function findWorkflow(repository: string, wanted: string): string {
  const folder = join('.github', 'workflows');
  const found = existsSync(join(repository, folder))
    ? readdirSync(join(repository, folder)).filter((file) => /\.ya?ml$/.test(file))
    : [];
  if (found.length === 0)
    throw new UserError(
      `${repository} has no workflow: there is no .yml file in ${folder}.`,
      'Add one, or name another repository with --repo.',
    );
  const candidates =
    wanted === ''
      ? ['ci.yml', 'ci.yaml', ...(found.length === 1 ? found : [])]
      : [wanted, `${wanted}.yml`, `${wanted}.yaml`, wanted.replace(/^.*\//, '')];
  const chosen = candidates.find((file) => found.includes(file));
  if (chosen) return join(folder, chosen);
  const which = wanted === '' ? 'has several workflows and none is ci.yml' : `has no workflow "${wanted}"`;
  throw new UserError(`${repository} ${which}; there are ${found.join(', ')}.`, 'Name one with --workflow.');
}

function labelsOf(jobs: Record<string, unknown>): string[] {
  const named = Object.values(jobs).flatMap((job) => [objectOf(job)['runs-on']].flat().filter(isText));
  return [...new Set([...knownLabels, ...named.filter((label) => !label.includes('${{'))])];
}

function stepIn(
  jobs: Record<string, unknown>,
  jobId: string,
  stepId: string,
): { name: string; uses: string } | undefined {
  const all = objectsIn(objectOf(jobs[jobId])['steps']);
  const step = all.find((each) => each['id'] === stepId) ?? (/^\d+$/.test(stepId) ? all[Number(stepId)] : undefined);
  if (!step) return undefined;
  const uses = textOf(step['uses']);
  const [script = ''] = textOf(step['run']).trim().split('\n');
  return { name: textOf(step['name']) || `Run ${uses || script}`, uses };
}
