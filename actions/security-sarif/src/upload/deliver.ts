import type { EventContext } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import type { RepositoryApi } from '../github/repository-api.ts';
import { patienceOf } from './processing.ts';
import type { SarifFile } from './sarif-logs.ts';
import { checkedOutCommit, targetOf } from './target.ts';
import { uploadLogs, type UploadOutcome } from './upload.ts';

/** Uploads for the commit that was scanned, and waits as long as the step may. */
export async function deliver(
  logs: readonly SarifFile[],
  { upload: mode, token, timeoutMinutes }: Inputs,
  event: EventContext,
  api: RepositoryApi,
  signal: AbortSignal,
): Promise<UploadOutcome> {
  const target = targetOf(event, event.pullRequest ? await checkedOutCommit(event, signal) : '');
  return uploadLogs({ mode, token, event, target, api, logs, patience: patienceOf(timeoutMinutes), signal });
}
