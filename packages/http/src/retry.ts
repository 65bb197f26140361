import { setTimeout as sleep } from 'node:timers/promises';
import { send, withoutQuery, type HttpRequest, type HttpResponse } from './send.ts';

/** `attempts` counts all tries, the first included; `baseMs` is the first wait's upper bound, doubled each time (500 if absent). */
export interface RetryPolicy {
  readonly attempts: number;
  readonly baseMs?: number;
  readonly onRetry?: (message: string) => void;
}

const longestWaitMs = 30_000;
const passingErrors = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'UND_ERR_SOCKET'];

/**
 * Sends until an answer is final: 408, 429, 5xx and broken connections are tried again, after the server's `Retry-After` (RFC 9110
 * section 10.2.3) or a jittered, doubling wait. The last answer is returned as it is; the last error is thrown.
 */
export async function sendWithRetry(request: HttpRequest, policy: RetryPolicy): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(request);
    const reason = passing(outcome, request);
    if (reason === undefined || attempt >= policy.attempts) return unwrap(outcome);
    const wait = waitMs(outcome, attempt, policy.baseMs ?? 500);
    const what = `${request.method} ${withoutQuery(request.url)}: ${reason}`;
    policy.onRetry?.(`${what}; attempt ${attempt + 1} of ${policy.attempts} in ${wait} ms`);
    await sleep(wait, undefined, request.signal ? { signal: request.signal } : {}).catch(() =>
      request.signal?.throwIfAborted(),
    );
  }
}

type Outcome = { readonly response: HttpResponse } | { readonly error: unknown };

async function attemptOnce(request: HttpRequest): Promise<Outcome> {
  try {
    return { response: await send(request) };
  } catch (error) {
    return { error };
  }
}

function unwrap(outcome: Outcome): HttpResponse {
  if ('error' in outcome) throw outcome.error;
  return outcome.response;
}

/** Why the outcome may pass by itself; undefined when it is final. */
function passing(outcome: Outcome, request: HttpRequest): string | undefined {
  if (request.signal?.aborted) return undefined;
  if ('response' in outcome)
    return retriableStatus(outcome.response.status) ? `HTTP ${outcome.response.status}` : undefined;
  const { error } = outcome;
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  const message = String(error.message);
  const code = 'code' in error ? String(error.code) : '';
  return passingErrors.includes(code) || /no answer within|socket hang up|aborted/.test(message) ? message : undefined;
}

/** 408, 429 and 5xx other than 501 and 505, which no second try changes. */
export function retriableStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

function waitMs(outcome: Outcome, attempt: number, baseMs: number): number {
  const asked = 'response' in outcome ? retryAfterMs(outcome.response.headers['retry-after'], Date.now()) : undefined;
  const bound = baseMs * 2 ** (attempt - 1);
  return Math.round(Math.min(asked ?? bound / 2 + (Math.random() * bound) / 2, longestWaitMs));
}

/** `Retry-After` is seconds or an HTTP date; undefined when absent or unreadable. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
