import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { info, type EventContext } from '@data-profiler-actions/action-kit';
import { sendWithRetry, type HttpResponse } from '@data-profiler-actions/http';
import { objectOf, textOf, textsIn } from './json.ts';

export interface UploadRequest {
  readonly mode: 'auto' | 'api' | 'off';
  readonly token: string;
  readonly event: EventContext;
  readonly logs: readonly { readonly category: string; readonly text: string }[];
}

/** `refused`: GitHub said no and `auto` lives with it; `failed`: red. */
export type UploadOutcome =
  | { readonly kind: 'uploaded'; readonly ids: readonly string[] }
  | { readonly kind: 'skipped' | 'refused' | 'failed'; readonly reason: string; readonly ids: readonly string[] };

const waits = [1, 2, 5, 10, 20, 40, 60];
const attempts = 4;

/** Uploads every run and follows it until GitHub has processed it (docs, REST "Upload an analysis as SARIF data"). */
export async function uploadLogs({ mode, token, event, logs }: UploadRequest): Promise<UploadOutcome> {
  const skip = skipReason(mode, token, event);
  if (skip !== '')
    return mode === 'api' ? { kind: 'failed', reason: skip, ids: [] } : { kind: 'skipped', reason: skip, ids: [] };
  const ids: string[] = [];
  for (const { category, text } of logs) {
    const sent = await uploadOne(text, token, event);
    if (sent.ok) ids.push(sent.id);
    const end = sent.ok ? await processed(sent.id, token, event) : sent;
    if (!end.ok)
      return { kind: mode === 'auto' && end.refused ? 'refused' : 'failed', reason: `${category} ${end.reason}`, ids };
    info(`Uploaded ${category} and processed`);
  }
  return { kind: 'uploaded', ids };
}

function skipReason(mode: UploadRequest['mode'], token: string, event: EventContext): string {
  if (mode === 'off') return 'upload is off';
  if (event.untrusted !== '') return `a ${event.untrusted} run has no right to upload`;
  if (token === '') return 'there is no token';
  return event.sha === '' || event.ref === '' ? 'the event names no commit' : '';
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
    refused: [403, 404].includes(response.status),
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
      return { ok: false, refused: false, reason: `could not be processed: ${textsIn(answer['errors']).join('; ')}` };
    if (response.status >= 400 && response.status !== 404)
      return { ok: false, refused: false, reason: `cannot be followed: ${response.status}` };
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
