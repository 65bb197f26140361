import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseJson, type JsonObject } from '@data-profiler-actions/action-kit';
import type { Fault, FaultScript } from './faults.ts';
import type { Journal } from './journal.ts';

/** One request on its way to its answer. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Notes in the journal that the client broke the contract; the handler still answers. */
  violate(what: string): void;
}

/** The response, ended or piped to: handlers return it, so that no path of one forgets to answer. */
export type Answered = ServerResponse;

export interface ServerOptions {
  readonly service: string;
  readonly port?: number | undefined;
  readonly journal: Journal;
  readonly faults: FaultScript;
  handle(exchange: Exchange): Promise<Answered> | Answered;
}

export interface RunningServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly url: string;
  close(): Promise<void>;
}

/** A server on 127.0.0.1 that journals every request and plays the scripted faults before it handles one. */
export async function serve(options: ServerOptions): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 30_000 }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => fail(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { host, url: `http://${host}`, close };
}

async function answer(options: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const violations: string[] = [];
  response.once('close', () => {
    const violation = violations.length > 0 ? { violation: violations.join('; ') } : {};
    const status = response.headersSent ? response.statusCode : 0;
    options.journal.record({ service: options.service, method, path: url.pathname, status, ...violation });
  });
  const fault = options.faults(options.service, method, url.pathname);
  if (fault && (await play(fault, request, response))) return;
  await options.handle({ method, url, request, response, violate: (what) => void violations.push(what) });
}

/** Plays a fault; true when nothing is left to answer. */
async function play(fault: Fault, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (fault.delayMilliseconds !== undefined) await sleep(fault.delayMilliseconds, undefined, { ref: false });
  if (fault.reset !== undefined && fault.reset !== false) {
    const { socket } = request;
    if (typeof fault.reset === 'number') await swallow(request, fault.reset);
    socket.destroy();
    return true;
  }
  if (fault.status === undefined) return false;
  request.resume();
  if (typeof fault.body === 'string') response.writeHead(fault.status, fault.headers).end(fault.body);
  else sendJson(response, fault.status, fault.body ?? { message: 'A scripted fault' }, fault.headers);
  return true;
}

/** Takes up to that many bytes of a body. */
async function swallow(request: IncomingMessage, bytes: number): Promise<void> {
  let taken = 0;
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of chunks) {
    taken += chunk.length;
    if (taken >= bytes) return;
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answered {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': length,
    ...headers,
  });
  return response.end(text);
}

/** The whole body, or undefined when it is longer than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? undefined : Buffer.concat(chunks);
}

/** The body as a JSON object, or undefined when it is none. */
export async function readJsonObject(request: IncomingMessage, limit: number): Promise<JsonObject | undefined> {
  const body = await readBody(request, limit);
  return body === undefined ? undefined : parseJsonObject(body.toString('utf8'));
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function parseJsonObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
}
