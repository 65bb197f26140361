import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { sendAlerts, sendAnalyses, sendAnalysis } from './code-scanning-reads.ts';
import { foldAlerts, type Alert, type Upload } from './code-scanning.ts';
import { createDeployment, createStatus, listDeployments, type Deployment } from './deployments.ts';
import type { FaultScript } from '../faults.ts';
import {
  readJsonObject,
  sendJson,
  serve,
  type Answered,
  type Exchange,
  type JsonObject,
  type RunningServer,
} from '../http-server.ts';
import type { Journal } from '../journal.ts';
import { sendPackageVersions } from './package-versions.ts';
import { sendContents } from './repository-contents.ts';
import { sendComparison, sendJobs, sendRunners, sendRuns, type RepositoryState } from './repository-reads.ts';
import { gzipLimit, object, objects, sarifProblems, text } from './sarif-rules.ts';

export interface ApiOptions {
  readonly repository: string;
  readonly token: string;
  readonly readOnly?: boolean;
  readonly journal: Journal;
  readonly faults: FaultScript;
  readonly port?: number | undefined;
  readonly state?: RepositoryState;
  /** Where the registry keeps its files: what packages hold is read there. */
  readonly registryStorage?: string;
}

export interface ApiService {
  readonly server: RunningServer;
  readonly alerts: () => readonly Alert[];
  readonly uploads: () => readonly Upload[];
  readonly deployments: () => readonly Deployment[];
}

interface State {
  readonly options: ApiOptions;
  readonly uploads: Upload[];
  readonly deployments: Deployment[];
  /** Uploads whose status was asked once: GitHub answers pending before complete. */
  readonly asked: Set<string>;
  readonly url: () => string;
}

type Route = (exchange: Exchange, state: State, id: string) => Promise<Answered> | Answered;

/** The part of GitHub's REST API that the actions use, for one repository. */
export async function startApiService(options: ApiOptions): Promise<ApiService> {
  const uploads: Upload[] = [];
  let url = '';
  const deployments: Deployment[] = [];
  const state: State = { options, uploads, deployments, asked: new Set(), url: () => url };
  const { journal, faults, port } = options;
  const server = await serve({ service: 'api', journal, faults, port, handle: (exchange) => route(exchange, state) });
  url = server.url;
  return { server, alerts: () => foldAlerts(uploads), uploads: () => uploads, deployments: () => deployments };
}

const routes: readonly (readonly [string, RegExp, Route])[] = [
  ['POST', /^\/code-scanning\/sarifs$/, receiveSarif],
  ['GET', /^\/code-scanning\/sarifs\/([^/]+)$/, sendStatus],
  ['GET', /^\/code-scanning\/analyses$/, (exchange, { uploads }) => sendAnalyses(exchange, uploads)],
  ['GET', /^\/code-scanning\/analyses\/(\d+)$/, (exchange, { uploads }, id) => sendAnalysis(exchange, uploads, id)],
  ['GET', /^\/code-scanning\/alerts$/, (exchange, { uploads }) => sendAlerts(exchange, uploads)],
  [
    'GET',
    /^\/compare\/([^/]+)$/,
    (exchange, { options }, basehead) => sendComparison(exchange, options.state ?? {}, basehead),
  ],
  ['GET', /^\/contents\/(.*)$/, (exchange, { options }, path) => sendContents(exchange, options.state ?? {}, path)],
  ['GET', /^\/actions\/workflows\/[^/]+\/runs$/, (exchange, { options }) => sendRuns(exchange, options.state ?? {})],
  ['GET', /^\/actions\/runs\/(\d+)\/jobs$/, (exchange, { options }, id) => sendJobs(exchange, options.state ?? {}, id)],
  ['GET', /^\/actions\/runners$/, (exchange, { options }) => sendRunners(exchange, options.state ?? {})],
  ['POST', /^\/deployments$/, (exchange, { deployments }) => createDeployment(exchange, deployments)],
  ['GET', /^\/deployments$/, (exchange, { deployments }) => listDeployments(exchange, deployments)],
  [
    'POST',
    /^\/deployments\/(\d+)\/statuses$/,
    (exchange, { deployments }, id) => createStatus(exchange, deployments, id),
  ],
  ['GET', /^$/, sendRepository],
];

/** Packages belong to the owner, not to a repository. */
function routePackages(exchange: Exchange, state: State): Answered | undefined {
  const { registryStorage } = state.options;
  const match = /^\/orgs\/([^/]+)\/packages\/container\/([^/]+)\/versions$/.exec(exchange.url.pathname);
  if (!match || exchange.method !== 'GET' || registryStorage === undefined) return undefined;
  if (!authorized(exchange, state)) return refuse(exchange, 401, 'Requires authentication', 'no valid token');
  return sendPackageVersions(exchange, registryStorage, match[1] ?? '', decodeURIComponent(match[2] ?? ''));
}

function route(exchange: Exchange, state: State): Promise<Answered> | Answered {
  const packages = routePackages(exchange, state);
  if (packages) return packages;
  const prefix = `/repos/${state.options.repository}`;
  const { pathname } = exchange.url;
  const rest = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : undefined;
  for (const [method, pattern, handler] of routes) {
    const match = rest !== undefined && method === exchange.method ? pattern.exec(rest) : null;
    if (match && method !== 'GET' && state.options.readOnly)
      return refuse(exchange, 403, 'Resource not accessible by integration', 'the token of this run only reads');
    if (match && authorized(exchange, state)) return handler(exchange, state, match[1] ?? '');
    if (match) return refuse(exchange, 401, 'Requires authentication', 'no valid token');
  }
  return refuse(exchange, 404, 'Not Found', 'no such route');
}

function authorized({ request }: Exchange, { options }: State): boolean {
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
  return /^(bearer|token)$/i.test(scheme) && token === options.token;
}

function refuse(exchange: Exchange, status: number, message: string, violation: string): Answered {
  exchange.request.resume();
  exchange.violate(violation);
  return sendJson(exchange.response, status, {
    message,
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  });
}

const known = ['commit_sha', 'ref', 'sarif', 'checkout_uri', 'started_at', 'tool_name', 'validate'];

/** What is wrong with the fields of an upload, apart from its SARIF. */
function uploadProblems(body: JsonObject): readonly string[] {
  const optionalText = ['checkout_uri', 'started_at', 'tool_name'].filter(
    (name) => body[name] !== undefined && typeof body[name] !== 'string',
  );
  return [
    ...(/^[0-9a-f]{40}$/.test(text(body['commit_sha'])) ? [] : ['commit_sha is not 40 hexadecimal digits']),
    ...(/^refs\/(heads\/.+|tags\/.+|pull\/\d+\/(merge|head))$/.test(text(body['ref']))
      ? []
      : ['ref is not a full ref']),
    ...(/^[A-Za-z0-9+/]+={0,2}$/.test(text(body['sarif'])) ? [] : ['sarif is not base64 without line ends']),
    ...optionalText.map((name) => `${name} is not text`),
    ...Object.keys(body).flatMap((name) => (known.includes(name) ? [] : [`unknown field ${name}`])),
  ];
}

async function receiveSarif(exchange: Exchange, state: State): Promise<Answered> {
  const body = await readJsonObject(exchange.request, 2 * gzipLimit);
  if (!body) return refuse(exchange, 400, 'Problems parsing JSON', 'the body is not a JSON object of at most 20 MiB');
  const [problem] = uploadProblems(body);
  if (problem !== undefined) return refuse(exchange, 422, `Invalid request.\n\n${problem}`, problem);
  const packed = Buffer.from(text(body['sarif']), 'base64');
  if (packed.length > gzipLimit)
    return refuse(exchange, 413, 'The sarif field is too large.', `${packed.length} bytes of gzip`);
  const sarif = unpack(packed);
  const problems = sarifProblems(sarif);
  if (problems.length > 0) return refuse(exchange, 400, problems.join('\n'), problems.join('; '));
  const id = randomUUID();
  state.uploads.push({ id, ref: text(body['ref']), commit: text(body['commit_sha']), sarif });
  return sendJson(exchange.response, 202, { id, url: `${repositoryUrl(state)}/code-scanning/sarifs/${id}` });
}

function unpack(packed: Buffer): unknown {
  try {
    return JSON.parse(gunzipSync(packed, { maxOutputLength: 512 * 2 ** 20 }).toString('utf8'));
  } catch {
    return undefined;
  }
}

const repositoryUrl = (state: State): string => `${state.url()}/repos/${state.options.repository}`;

function sendStatus(exchange: Exchange, state: State, id: string): Answered {
  const upload = state.uploads.find((one) => one.id === id);
  if (!upload) return refuse(exchange, 404, 'Not Found', 'no such upload');
  if (!state.asked.has(id)) {
    state.asked.add(id);
    return sendJson(exchange.response, 200, { processing_status: 'pending' });
  }
  const failed = objects(object(upload.sarif)['runs']).some((run) =>
    objects(run['invocations']).some((one) => one['executionSuccessful'] === false),
  );
  const analyses_url = `${repositoryUrl(state)}/code-scanning/analyses?sarif_id=${id}`;
  return sendJson(exchange.response, 200, {
    processing_status: failed ? 'failed' : 'complete',
    analyses_url,
    ...(failed ? { errors: ['unsuccessful execution'] } : {}),
  });
}

function sendRepository(exchange: Exchange, state: State): Answered {
  const [owner = '', name = ''] = state.options.repository.split('/');
  const body = {
    id: 1,
    name,
    full_name: state.options.repository,
    owner: { login: owner, type: 'Organization' },
    private: true,
    default_branch: 'main',
  };
  return sendJson(exchange.response, 200, body);
}
