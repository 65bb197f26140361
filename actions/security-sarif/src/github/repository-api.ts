import {
  info,
  objectOf,
  parseJson,
  restHeaders,
  type EventContext,
  type JsonObject,
} from '@data-profiler-actions/action-kit';
import { sendWithRetry, type HttpResponse } from '@data-profiler-actions/http';

/** GitHub's REST API for one repository, with the run's token. */
export interface RepositoryApi {
  /** `path` below `/repos/OWNER/REPO`; tried again where the answer may pass by itself. */
  ask(method: 'GET' | 'POST', path: string, options?: Asking): Promise<Answer>;
}

export interface Asking {
  readonly body?: unknown;
  readonly accept?: string;
}

export interface Answer {
  readonly status: number;
  /** The JSON of the body as an object; empty where it is none. */
  readonly body: JsonObject;
  /** The JSON of the body as it is; undefined where it is none. */
  readonly json: unknown;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

const attempts = 4;
const timeoutMs = 60_000;

export function repositoryApi(
  { apiUrl, repository }: EventContext,
  token: string,
  signal?: AbortSignal,
): RepositoryApi {
  return {
    async ask(method, path, { body, accept } = {}) {
      const url = `${apiUrl}/repos/${repository.fullName}${path}`;
      const headers = restHeaders(token, accept);
      const content =
        body === undefined
          ? { headers }
          : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const request = { method, url, timeoutMs, ...content, ...(signal && { signal }) };
      return answerOf(await sendWithRetry(request, { attempts, onRetry: info }));
    },
  };
}

function answerOf({ status, body, headers }: HttpResponse): Answer {
  const json = parseJson(body.toString('utf8'));
  return { status, json, body: objectOf(json), headers };
}
