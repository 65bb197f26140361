import type { JobReport } from '../../report/index.ts';
import { runningJobs } from '../workflow/workflow-tree.ts';
import { fatesOf } from './fates.ts';
import type { History } from './history.ts';

export interface NextAttempt {
  /** Ids of the jobs that run, wholly or in some of their legs. */
  readonly again: readonly string[];
  /** Legs that stay as the earlier attempt left them. */
  readonly kept: readonly JobReport[];
}

/** What the attempt after this one does, the workflow's own jobs and those of the workflows it calls. */
export function nextAttempt(history: History): NextAttempt {
  const parts = [...fatesOf(history)].map(([id, fate]): NextAttempt => {
    const below = history.called.get(id);
    const legs = history.legs.get(id) ?? [];
    if (fate.kind === 'skipped') return { again: [], kept: [] };
    if (fate.kind === 'runs') return { again: below ? Object.keys(runningJobs(below.tree)) : [id], kept: [] };
    if (below) return nextAttempt(below);
    if (fate.kind === 'kept') return { again: [], kept: legs };
    return { again: [id], kept: legs.filter((leg) => !fate.legs.includes(leg)) };
  });
  return { again: parts.flatMap(({ again }) => again), kept: parts.flatMap(({ kept }) => kept) };
}
