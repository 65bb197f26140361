import type { JobReport } from '../../report/index.ts';
import { allLegs, type History } from './history.ts';

/**
 * What becomes of a job in the next attempt. GitHub runs again the jobs that failed or were cancelled and all that need them
 * (docs.github.com, "Re-running workflows and jobs"); of a matrix only the legs that failed.
 */
export type Fate =
  /** It runs as the workflow has it. */
  | { readonly kind: 'runs' }
  /** Of a matrix these legs run; of a called workflow, what failed in it. */
  | { readonly kind: 'runs-in-part'; readonly legs: readonly JobReport[] }
  /** It passed: its result and its outputs stay. */
  | { readonly kind: 'kept' }
  /** It was skipped, and nothing that it needs runs again. */
  | { readonly kind: 'skipped' };

export type Fates = ReadonlyMap<string, Fate>;

/** The fate of every job of a workflow after an attempt. */
export function fatesOf(history: History): Fates {
  const { jobs } = history.tree;
  const runsAgain = (id: string): boolean => hasFailed(history, id) || needsOf(jobs[id]).some(runsAgain);
  return new Map(Object.keys(jobs).map((id) => [id, fateOf(history, id, runsAgain)] as const));
}

function fateOf(history: History, id: string, runsAgain: (id: string) => boolean): Fate {
  const legs = legsOf(history, id);
  const failed = legs.filter(isUnfinished);
  if (needsOf(history.tree.jobs[id]).some(runsAgain) || !isKnown(history, id)) return { kind: 'runs' };
  if (failed.length > 0) return failed.length < legs.length ? { kind: 'runs-in-part', legs: failed } : { kind: 'runs' };
  return { kind: legs.length === 0 ? 'skipped' : 'kept' };
}

const hasFailed = (history: History, id: string): boolean =>
  !isKnown(history, id) || legsOf(history, id).some(isUnfinished);

/** What is not known to have passed runs again: of some calls the log does not tell. */
function isKnown({ tree, called }: History, id: string): boolean {
  const below = called.get(id);
  if (below) return Object.keys(below.tree.jobs).every((each) => isKnown(below, each));
  return tree.jobs[id]?.['uses'] === undefined;
}

function legsOf({ legs, called }: History, id: string): readonly JobReport[] {
  const below = called.get(id);
  return below ? allLegs(below) : (legs.get(id) ?? []);
}

const isUnfinished = ({ result }: JobReport): boolean => result === 'failure' || result === 'cancelled';

export function needsOf(job: Readonly<Record<string, unknown>> | undefined): string[] {
  return [job?.['needs'] ?? []].flat().map(String);
}
