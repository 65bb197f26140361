import { objectsIn, textOf } from '@data-profiler-actions/action-kit';
import type { Rest } from '../github/rest.ts';
import { isSelfHosted } from './strategy.ts';
import type { Labels, RunnerMap } from './runner-lines.ts';

export interface RegisteredRunner {
  readonly name: string;
  readonly online: boolean;
  readonly labels: readonly string[];
}

/** The repository's own runners (REST "List self-hosted runners for a repository"); undefined where the token may not read them. */
export async function registeredRunners(rest: Rest | undefined): Promise<readonly RegisteredRunner[] | undefined> {
  const answer = await rest?.('/actions/runners?per_page=100');
  if (!answer?.ok) return undefined;
  return objectsIn(answer.body['runners']).map((runner) => ({
    name: textOf(runner['name']),
    online: runner['status'] === 'online',
    labels: objectsIn(runner['labels']).map((label) => textOf(label['name']).toLowerCase()),
  }));
}

/**
 * A sentence for each set of labels of one's own that no runner online carries: its jobs would wait up to a day. Runners of the
 * organization are in no list that a repository may read, so this never is an error.
 */
export function waitingJobs(assigned: RunnerMap, registered: readonly RegisteredRunner[]): string[] {
  const sets = Object.values(assigned)
    .filter(isSelfHosted)
    .map((labels) => [labels].flat());
  const distinct = new Map(sets.map((labels) => [labels.join(', '), labels]));
  return [...distinct].flatMap(([shown, labels]) => {
    const fitting = registered.filter((runner) => carries(runner, labels));
    if (fitting.some(({ online }) => online)) return [];
    const state = fitting.length > 0 ? 'is online' : 'is registered in this repository';
    return [`No runner with the labels [${shown}] ${state}; jobs wait for one, at most 24 hours.`];
  });
}

function carries(runner: RegisteredRunner, labels: Exclude<Labels, string>): boolean {
  return labels.every((label) => runner.labels.includes(label.toLowerCase()));
}
