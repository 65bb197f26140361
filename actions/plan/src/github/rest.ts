import {
  messageOf,
  objectOf,
  restHeaders,
  type EventContext,
  type JsonObject,
} from '@data-profiler-actions/action-kit';
import { send } from '@data-profiler-actions/http';

export type RestAnswer =
  { readonly ok: true; readonly body: JsonObject } | { readonly ok: false; readonly reason: string };

/** Asks GitHub about the run's repository; `path` is below `/repos/OWNER/NAME`. Never throws: what cannot be read is assumed. */
export type Rest = (path: string) => Promise<RestAnswer>;

/** A plan is worth waiting seconds for, not minutes. */
const timeoutMs = 5000;

/** Undefined without a token. */
export function openRest(event: EventContext, token: string, signal: AbortSignal): Rest | undefined {
  if (token === '') return undefined;
  const headers = restHeaders(token);
  return async (path) => {
    const url = `${event.apiUrl}/repos/${event.repository.fullName}${path}`;
    try {
      const { status, body } = await send({ method: 'GET', url, headers, timeoutMs, signal });
      if (status !== 200) return { ok: false, reason: `HTTP ${status}` };
      return { ok: true, body: objectOf(JSON.parse(body.toString('utf8'))) };
    } catch (error) {
      return { ok: false, reason: messageOf(error) };
    }
  };
}
