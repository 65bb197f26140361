import { request as requestPlain, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { proxyAgent } from './agent.ts';
import { secure } from './secure.ts';

/** One HTTP exchange; `timeoutMs` bounds the whole of it, body included (60,000 if absent). */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** A keep-alive agent for many calls to one host; without it Node’s own, or the proxy’s that the machine names. */
  readonly agent?: Agent;
}

/** Header names in lower case, repeated headers joined by `, `. Redirects are not followed: credentials must not travel. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly url: string;
}

const defaultTimeoutMs = 60_000;

/** Sends one request over node:http(s), which start far faster than the global fetch. Any status is an answer; only a broken exchange throws, and one that `signal` ends throws its reason. */
export function send(request: HttpRequest): Promise<HttpResponse> {
  const { method, url, body, signal, timeoutMs = defaultTimeoutMs } = request;
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const outgoing = open(request);
  const end = (reason: unknown): void => {
    reject(reason);
    outgoing.destroy();
  };
  const late = (): void => end(new Error(`${method} ${withoutQuery(url)}: no answer within ${timeoutMs} ms`));
  const cancel = (): void => end(signal?.reason);
  const timer = setTimeout(late, timeoutMs);
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  outgoing.once('error', reject);
  // Not resolved before the body is there: what ends a body that hangs is told by its own reason.
  outgoing.once('response', (incoming) => void collect(incoming, url).then(resolve, reject));
  outgoing.end(body);
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  });
}

function open(request: HttpRequest): ClientRequest {
  const url = new URL(request.url);
  const { method, agent = proxyAgent(request.url) } = request;
  const options = { method, headers: headersOf(request), agent };
  return url.protocol === 'http:' ? requestPlain(url, options) : secure().request(url, options);
}

function headersOf(request: HttpRequest): Record<string, string> {
  const length = request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) };
  return { 'user-agent': 'data-profiler-actions', ...length, ...request.headers };
}

function collect(incoming: IncomingMessage, url: string): Promise<HttpResponse> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('error', reject);
    incoming.once('end', () => {
      resolve({ status: incoming.statusCode ?? 0, headers: flatten(incoming), body: Buffer.concat(chunks), url });
    });
  });
}

function flatten(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** A query can hold a signature; it stays out of messages. */
export function withoutQuery(url: string): string {
  return url.split('?')[0] ?? url;
}
