import { info, messageOf, textOf, type EventContext } from '@data-profiler-actions/action-kit';
import type { RepositoryApi } from '../github/repository-api.ts';
import { followProcessing, type Patience } from './processing.ts';
import { remedyOf } from './remedy.ts';
import type { SarifFile } from './sarif-logs.ts';
import { refused, type Step } from './step.ts';
import type { Target } from './target.ts';

export interface UploadRequest {
  readonly mode: 'auto' | 'api' | 'off';
  readonly token: string;
  readonly event: EventContext;
  readonly target: Target;
  readonly api: RepositoryApi;
  readonly logs: readonly SarifFile[];
  readonly patience: Patience;
  readonly signal?: AbortSignal;
}

/** `skipped`: not tried; `refused`: GitHub did not take it and `auto` lives with that; `failed`: red. `reason` names every run that is not there, and why. */
export type UploadOutcome =
  | { readonly kind: 'uploaded'; readonly ids: readonly string[] }
  | { readonly kind: 'skipped' | 'refused' | 'failed'; readonly reason: string; readonly ids: readonly string[] };

/** Answers that are the same for every run: the others are not tried. */
const forAll = /refused with (401|403|404|410|429)\b/;

/** Uploads every run and follows all until GitHub has processed them (docs, REST "Upload an analysis as SARIF data"). */
export async function uploadLogs(request: UploadRequest): Promise<UploadOutcome> {
  const { mode, logs } = request;
  const skip = skipReason(request);
  if (skip.reason !== '')
    return { kind: mode === 'api' && !skip.excused ? 'failed' : 'skipped', reason: skip.reason, ids: [] };
  const sent: { readonly log: SarifFile; readonly end: Step }[] = [];
  for (const log of logs) {
    const said = sent.map(({ end }) => (end.ok ? '' : end.reason)).find((reason) => forAll.test(reason));
    sent.push({ log, end: said === undefined ? await guarded(() => uploadOne(log, request)) : notTried });
  }
  const ids = sent.flatMap(({ end }) => (end.ok ? [end.id] : []));
  const ends = await Promise.all(
    sent.map(async ({ log, end }) => ({ log, end: end.ok ? await guarded(() => follow(end.id, request)) : end })),
  );
  const bad = ends.flatMap(({ log, end }) => (end.ok ? [] : [{ log, ...end }]));
  const good = ends.filter(({ end }) => end.ok).map(({ log }) => log.category);
  if (good.length > 0) info(`Uploaded to code scanning and processed: ${good.join(', ')}`);
  if (bad.length === 0) return { kind: 'uploaded', ids };
  const reason = bad.map(({ log, reason }) => `${log.category} ${reason}`).join('\n');
  return { kind: mode === 'auto' && bad.every((end) => end.refused) ? 'refused' : 'failed', reason, ids };
}

const notTried = refused('was not tried after that');

/** A connection that breaks is an answer too. */
function guarded(work: () => Promise<Step>): Promise<Step> {
  return work().catch((thrown: unknown) =>
    refused(`was not answered: ${messageOf(thrown)}`, 'check the network, then run the job again'),
  );
}

/** Why an upload is not tried; `excused` where the run cannot help it, so that even `api` stays green. */
function skipReason({ mode, token, event, target, logs }: UploadRequest): { reason: string; excused: boolean } {
  if (mode === 'off') return { reason: 'upload is off', excused: true };
  if (event.untrusted !== '') return { reason: `a ${event.untrusted} run has no right to upload`, excused: true };
  if (token === '') return { reason: 'there is no token', excused: false };
  if (target.sha === '' || target.ref === '') return { reason: 'the event names no commit', excused: false };
  return {
    reason: logs.length === 0 ? 'there is nothing to upload, since a scanner behind every run failed' : '',
    excused: true,
  };
}

async function uploadOne({ gzip, problems }: SarifFile, { api, target }: UploadRequest): Promise<Step> {
  if (problems.length > 0)
    return { ok: false, refused: false, reason: `was not sent, it is unsound: ${problems.join('; ')}` };
  const answer = await api.ask('POST', '/code-scanning/sarifs', {
    body: {
      commit_sha: target.sha,
      ref: target.ref,
      sarif: gzip.toString('base64'),
      started_at: new Date().toISOString(),
    },
  });
  const id = textOf(answer.body['id']);
  if (answer.status === 202 && id !== '') return { ok: true, id };
  if (answer.status === 202) return refused('was taken without an id, so that it cannot be followed');
  const message = textOf(answer.body['message']);
  return refused(`was refused with ${answer.status}${message === '' ? '' : `: ${message}`}`, remedyOf(answer));
}

function follow(id: string, { api, patience, signal }: UploadRequest): Promise<Step> {
  return followProcessing(api, id, patience, signal);
}
