import { setTimeout as sleep } from 'node:timers/promises';
import { textOf, textsIn } from '@data-profiler-actions/action-kit';
import type { RepositoryApi } from '../github/repository-api.ts';
import { remedyOf } from './remedy.ts';
import { refused, type Step } from './step.ts';

/** Milliseconds between looks: an upload is processed within seconds, seldom minutes. */
const usualWaits: readonly number[] = [1, 2, 5, 10, 20, 40, 60].map((seconds) => seconds * 1000);

export interface Patience {
  /** Milliseconds of the Unix epoch. */
  readonly until: number;
  readonly waits: readonly number[];
}

const longestMs = 150_000;

/** From now on: as long as the step may take, and not beyond what processing ever takes. */
export function patienceOf(timeoutMinutes: number): Patience {
  return { until: Date.now() + Math.min(longestMs, timeoutMinutes * 60_000), waits: usualWaits };
}

/** Follows an upload until GitHub has processed it (docs, REST "Get information about a SARIF upload"). */
export async function followProcessing(
  api: RepositoryApi,
  id: string,
  { until, waits }: Patience,
  signal?: AbortSignal,
): Promise<Step> {
  for (const wait of [0, ...waits]) {
    if (Date.now() + wait > until && wait > 0) break;
    await sleep(wait, undefined, signal ? { signal } : {});
    const answer = await api.ask('GET', `/code-scanning/sarifs/${encodeURIComponent(id)}`);
    const status = textOf(answer.body['processing_status']);
    if (status === 'complete') return { ok: true, id };
    if (status === 'failed') {
      const errors = textsIn(answer.body['errors']).join('; ');
      return refused(`(${id}) could not be processed: ${errors || 'GitHub gives no reason'}`);
    }
    // Right after the upload GitHub may not know its own id yet.
    if (answer.status !== 404 && (answer.status >= 300 || status !== 'pending'))
      return refused(`(${id}) was taken, and cannot be followed: ${describe(answer.status, status)}`, remedyOf(answer));
  }
  return {
    ok: false,
    refused: false,
    reason: `(${id}) was still pending at the time limit; look at the repository’s code scanning page later`,
  };
}

function describe(status: number, processing: string): string {
  if (status >= 300) return `HTTP ${status}`;
  return processing === '' ? 'the answer is no status' : `the status is ${processing}`;
}
