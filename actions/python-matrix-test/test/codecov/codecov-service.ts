import type { JsonWebKey } from 'node:crypto';
import { announcementProblems, identityOf, readPayload, type CoverageUpload } from './codecov-rules.ts';
import type { FaultScript } from '../../../../packages/local-pipeline/src/services/faults.ts';
import {
  parseJsonObject,
  readBody,
  readJsonObject,
  sendJson,
  serve,
  type Answered,
  type Exchange,
  type RunningServer,
} from '../../../../packages/local-pipeline/src/services/http-server.ts';
import type { Journal } from '../../../../packages/local-pipeline/src/services/journal.ts';

export interface CodecovOptions {
  /** `owner/name` of the one repository it knows. */
  readonly repository: string;
  /** The repository's upload token. */
  readonly token: string;
  /** Public repositories take uploads of forks' branches (`owner:branch`) without a token. */
  readonly isPrivate?: boolean;
  /** Address of the issuer whose identity tokens are taken; none without. */
  readonly issuer?: string;
  readonly journal: Journal;
  readonly faults: FaultScript;
  readonly port?: number | undefined;
}

export interface CodecovService {
  readonly server: RunningServer;
  readonly uploads: () => readonly CoverageUpload[];
}

interface State {
  readonly options: CodecovOptions;
  readonly uploads: CoverageUpload[];
  readonly url: () => string;
}

const longest = 64 * 2 ** 20;

/** The part of Codecov's ingest service that its command line uses for coverage. */
export async function startCodecovService(options: CodecovOptions): Promise<CodecovService> {
  let url = '';
  const state: State = { options, uploads: [], url: () => url };
  const { journal, faults, port } = options;
  const handle = (exchange: Exchange): Promise<Answered> | Answered => route(exchange, state);
  const server = await serve({ service: 'codecov', journal, faults, port, handle });
  url = server.url;
  return { server, uploads: () => state.uploads };
}

function route(exchange: Exchange, state: State): Promise<Answered> | Answered {
  const { method, url } = exchange;
  const slug = state.options.repository.split('/').join('::::');
  if (method === 'POST' && url.pathname === `/upload/github/${slug}/upload-coverage`) return announce(exchange, state);
  const place = /^\/storage\/(\d+)$/.exec(url.pathname)?.[1];
  if (method === 'PUT' && place !== undefined) return store(exchange, state, Number(place));
  return refuse(exchange, 404, 'Not found.', 'no such route');
}

function refuse(exchange: Exchange, status: number, message: string, violation: string): Answered {
  exchange.request.resume();
  exchange.violate(violation);
  return sendJson(exchange.response, status, { message });
}

async function announce(exchange: Exchange, state: State): Promise<Answered> {
  const body = await readJsonObject(exchange.request, 1 << 20);
  const problems = body ? announcementProblems(body) : ['the body is not a JSON object'];
  if (!body || problems.length > 0) return refuse(exchange, 400, problems.join('; '), problems.join('; '));
  const authorization = await authorize(exchange, String(body['branch']), state.options);
  if (!authorization.ok) return refuse(exchange, authorization.status, authorization.message, authorization.message);
  const place = state.uploads.length;
  state.uploads.push({
    commit: String(body['commitid']),
    branch: String(body['branch']),
    pullRequest: typeof body['pullid'] === 'string' ? body['pullid'] : '',
    flags: (body['flags'] as string[]).slice(),
    authorization: authorization.by,
    files: [],
    network: [],
  });
  const page = `https://app.codecov.io/github/${state.options.repository}/commit/${String(body['commitid'])}`;
  return sendJson(exchange.response, 201, { raw_upload_location: `${state.url()}/storage/${place}`, url: page });
}

type Authorization =
  | { readonly ok: true; readonly by: CoverageUpload['authorization'] }
  | { readonly ok: false; readonly status: number; readonly message: string };

async function authorize({ request }: Exchange, branch: string, options: CodecovOptions): Promise<Authorization> {
  const header = request.headers.authorization;
  if (header === undefined) {
    const open = options.isPrivate !== true && branch.includes(':');
    return open
      ? { ok: true, by: 'none' }
      : { ok: false, status: 400, message: 'Token required because branch is protected' };
  }
  const token = /^token (\S+)$/.exec(header)?.[1] ?? '';
  if (token === options.token) return { ok: true, by: 'token' };
  const claims = options.issuer ? identityOf(token, await keysOf(options.issuer)) : undefined;
  const known =
    claims?.['iss'] === options.issuer &&
    claims?.['aud'] === 'https://codecov.io' &&
    claims['repository'] === options.repository;
  return known
    ? { ok: true, by: 'identity' }
    : { ok: false, status: 401, message: 'Not valid tokenless upload or invalid token' };
}

async function keysOf(issuer: string): Promise<JsonWebKey[]> {
  const answer = await fetch(`${issuer}/.well-known/jwks`);
  const keys: unknown = parseJsonObject(await answer.text())?.['keys'];
  return Array.isArray(keys) ? (keys as JsonWebKey[]) : [];
}

async function store(exchange: Exchange, { uploads }: State, place: number): Promise<Answered> {
  const announced = uploads[place];
  const body = await readBody(exchange.request, longest);
  if (!announced || !body) return refuse(exchange, 403, 'Forbidden', 'not announced, or too large');
  const payload = readPayload(body);
  if (!payload.ok) return refuse(exchange, 400, payload.problem, payload.problem);
  uploads[place] = { ...announced, files: payload.files, network: payload.network };
  return sendJson(exchange.response, 200, {});
}
