import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { info, messageOf, type EventContext } from '@data-profiler-actions/action-kit';
import { sendWithRetry, type HttpResponse } from '@data-profiler-actions/http';
import { objectOf, textOf, textsIn } from '../json.ts';

export interface UploadRequest {
  readonly mode: 'auto' | 'api' | 'off';
  readonly token: string;
  readonly event: EventContext;
  readonly logs: readonly { readonly category: string; readonly text: string }[];
}

/** `skipped`: not tried; `refused`: GitHub did not take it and `auto` lives with that; `failed`: red. */
export type UploadOutcome =
  | { readonly kind: 'uploaded'; readonly ids: readonly string[] }
  | { readonly kind: 'skipped' | 'refused' | 'failed'; readonly reason: string; readonly ids: readonly string[] };

const waits = [1, 2, 5, 10, 20, 40, 60];
const attempts = 4;

/** Uploads every run and follows all until GitHub has processed them (docs, REST "Upload an analysis as SARIF data"). */
export async function uploadLogs({ mode, token, event, logs }: UploadRequest): Promise<UploadOutcome> {
  const skip = skipReason(mode, token, event);
  if (skip.reason !== '')
    return { kind: mode === 'api' && !skip.excused ? 'failed' : 'skipped', reason: skip.reason, ids: [] };
  const ids: string[] = [];
  const ends: Promise<Step>[] = [];
  for (const { category, text } of logs) {
    const sent = await answered(category, () => uploadOne(text, token, event));
    if (sent.ok) ids.push(sent.id);
    ends.push(sent.ok ? answered(category, () => processed(sent.id, token, event)) : Promise.resolve(sent));
    if (!sent.ok) break;
  }
  const bad = (await Promise.all(ends)).filter((end) => !end.ok);
  if (bad.length === 0) {
    info(`Uploaded to code scanning and processed: ${logs.map(({ category }) => category).join(', ')}`);
    return { kind: 'uploaded', ids };
  }
  const refused = mode === 'auto' && bad.every((end) => end.refused);
  return { kind: refused ? 'refused' : 'failed', reason: bad.map(({ reason }) => reason).join('; '), ids };
}

/** A step with the run's category in its reason; a connection that breaks is an answer too. */
async function answered(category: string, work: () => Promise<Step>): Promise<Step> {
  const end = await work().catch((thrown: unknown): Step => ({
    ok: false,
    refused: true,
    reason: `was not answered: ${messageOf(thrown)}`,
  }));
  return end.ok ? end : { ...end, reason: `${category} ${end.reason}` };
}

/** Why an upload is not tried; `excused` where the run cannot help it, so that even `api` stays green. */
function skipReason(
  mode: UploadRequest['mode'],
  token: string,
  event: EventContext,
): { reason: string; excused: boolean } {
  if (mode === 'off') return { reason: 'upload is off', excused: true };
  if (event.untrusted !== '') return { reason: `a ${event.untrusted} run has no right to upload`, excused: true };
  if (token === '') return { reason: 'there is no token', excused: false };
  return { reason: event.sha === '' || event.ref === '' ? 'the event names no commit' : '', excused: false };
}

type Step =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly refused: boolean; readonly reason: string };

async function uploadOne(sarif: string, token: string, event: EventContext): Promise<Step> {
  const body = JSON.stringify({
    commit_sha: event.sha,
    ref: event.ref,
    sarif: gzipSync(sarif).toString('base64'),
    started_at: new Date().toISOString(),
  });
  const response = await ask('POST', sarifsUrl(event), token, body);
  const answer = bodyOf(response);
  if (response.status === 202) return { ok: true, id: textOf(answer['id']) };
  return {
    ok: false,
    refused: true,
    reason: `was refused with ${response.status}: ${textOf(answer['message'])}${remedyOf(response.status)}`,
  };
}

async function processed(id: string, token: string, event: EventContext): Promise<Step> {
  for (const seconds of waits) {
    const response = await ask('GET', `${sarifsUrl(event)}/${id}`, token);
    const answer = bodyOf(response);
    const status = textOf(answer['processing_status']);
    if (status === 'complete') return { ok: true, id };
    if (status === 'failed')
      return { ok: false, refused: true, reason: `could not be processed: ${textsIn(answer['errors']).join('; ')}` };
    if (response.status >= 400 && response.status !== 404)
      return { ok: false, refused: true, reason: `cannot be followed: ${response.status}` };
    await sleep(seconds * 1000);
  }
  return { ok: false, refused: false, reason: 'was still pending at the time limit' };
}

function ask(method: string, url: string, token: string, body?: string): Promise<HttpResponse> {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    'user-agent': 'data-profiler-actions',
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  return sendWithRetry(
    { method, url, headers, timeoutMs: 60_000, ...(body !== undefined && { body }) },
    { attempts, onRetry: (message) => info(message) },
  );
}

const sarifsUrl = ({ apiUrl, repository }: EventContext): string =>
  `${apiUrl}/repos/${repository.fullName}/code-scanning/sarifs`;

function bodyOf(response: HttpResponse): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(response.body.toString('utf8')));
  } catch {
    return {};
  }
}

function remedyOf(status: number): string {
  if (status === 403)
    return '. Give the job security-events: write; a private repository also needs Code Security enabled';
  if (status === 404) return '. The token does not reach this repository, or code scanning is not enabled';
  return status === 413 ? '. The file is too large: narrow paths, or ignore what you accept' : '';
}
