import { objectOf, objectsIn } from '@data-profiler-actions/action-kit';
import type { JobReport, StepReport } from '../../report/index.ts';
import { fatesOf, needsOf, type Fate } from './fates.ts';
import type { History } from './history.ts';

type Job = Readonly<Record<string, unknown>>;

/** Takes what a rewritten workflow refers to. */
export interface Shelf {
  /** Takes lines for GITHUB_OUTPUT; answers the path of the file that holds them. */
  outputs(lines: string): string;
  /** Takes a called workflow; answers what to write behind `uses`. */
  workflow(document: Job): string;
}

/** Display names of the stand-ins of kept jobs begin so: act's log tells them by it. */
export const standInMark = 'kept from an earlier attempt: ';

/**
 * The workflow of the next attempt: jobs that run again are as they were, a matrix is cut to its failed legs, and in place of each kept job stands one
 * that only repeats the outputs of its steps, so that those who need it find its result and its outputs.
 */
export function rewriteWorkflow(history: History, shelf: Shelf): Job {
  const fates = fatesOf(history);
  const jobs = Object.keys(history.tree.jobs).map(
    (id) => [id, rewriteJob(history, id, fates.get(id) ?? { kind: 'runs' }, shelf)] as const,
  );
  return { ...history.tree.document, name: history.tree.name, jobs: Object.fromEntries(jobs) };
}

function rewriteJob(history: History, id: string, fate: Fate, shelf: Shelf): Job {
  const job = history.tree.jobs[id] ?? {};
  const below = history.called.get(id);
  if (fate.kind === 'runs') return job;
  if (fate.kind === 'skipped') return standIn(id, job, { if: '${{ false }}', steps: [{ run: 'true' }] });
  if (below) return { ...job, uses: shelf.workflow(rewriteWorkflow(below, shelf)) };
  if (fate.kind === 'runs-in-part') return { ...job, strategy: cutTo(fate.legs, job) };
  return keptJob(id, job, history.legs.get(id) ?? [], shelf);
}

function cutTo(legs: readonly JobReport[], job: Job): Job {
  return { ...objectOf(job['strategy']), matrix: { include: legs.map(({ matrix }) => matrix ?? {}) } };
}

/** Of a matrix one leg stands for all, with the outputs of all; a later leg's go before an earlier one's. */
function keptJob(id: string, job: Job, legs: readonly JobReport[], shelf: Shelf): Job {
  const last = legs.at(-1);
  return standIn(id, job, {
    if: 'always()',
    ...(job['outputs'] !== undefined && { outputs: job['outputs'] }),
    ...(last?.matrix && { strategy: cutTo([last], {}) }),
    steps: [{ run: 'true', ...anywhere }, ...objectsIn(job['steps']).flatMap((step) => repeat(step, legs, shelf))],
  });
}

function standIn(id: string, job: Job, rest: Job): Job {
  const needs = needsOf(job);
  return { name: `${standInMark}${id}`, ...(needs.length > 0 && { needs }), 'runs-on': 'ubuntu-24.04', ...rest };
}

/** Whatever the workflow's defaults are: there is no checkout. */
const anywhere = { shell: 'bash', 'working-directory': '.' };

/** A step that ends as that one did and sets the same outputs; none where nobody can refer to it. */
function repeat({ id }: Job, legs: readonly JobReport[], shelf: Shelf): Job[] {
  if (typeof id !== 'string') return [];
  const past = legs.flatMap(({ steps }) => steps.filter((step) => step.id === id));
  if (past.every(({ result }) => result === 'skipped')) return [{ id, if: '${{ false }}', run: 'true' }];
  const failed = past.at(-1)?.result === 'failure';
  const run = `cat '${shelf.outputs(outputLines(past))}' >> "$GITHUB_OUTPUT"${failed ? '; exit 1' : ''}`;
  return [{ id, run, ...(failed && { 'continue-on-error': true }), ...anywhere }];
}

function outputLines(steps: readonly StepReport[]): string {
  const set = steps.flatMap(({ outputs }) => Object.entries(outputs).filter(([, value]) => value !== ''));
  return Object.entries(Object.fromEntries(set)).map(outputLine).join('');
}

/** In the form that takes any value (docs.github.com, "Workflow commands", multiline strings). */
function outputLine([name, value]: readonly [string, string]): string {
  let end = 'END';
  while (value.includes(end)) end = `${end}_`;
  return `${name}<<${end}\n${value}\n${end}\n`;
}
