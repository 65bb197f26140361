import type { FaultScript } from '../faults.ts';
import { sendJson, serve, type Answered, type Exchange, type RunningServer } from '../http-server.ts';
import type { Journal } from '../journal.ts';
import { sendAlerts, sendAnalyses, sendAnalysis } from './code-scanning-reads.ts';
import { receiveSarif, sendStatus, type UploadDesk } from './code-scanning-uploads.ts';
import { foldAlerts, type Alert, type Upload } from './code-scanning.ts';
import { createDeployment, createStatus, listDeployments, type Deployment } from './deployments.ts';
import { sendPackageVersions } from './package-versions.ts';
import { refuse } from './refuse.ts';
import { sendContents } from './repository-contents.ts';
import { sendComparison, sendJobs, sendRunners, sendRuns, type RepositoryState } from './repository-reads.ts';

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

interface State extends UploadDesk {
  readonly options: ApiOptions;
  readonly deployments: Deployment[];
}

type Route = (exchange: Exchange, state: State, id: string) => Promise<Answered> | Answered;

/** The part of GitHub's REST API that the actions use, for one repository. */
export async function startApiService(options: ApiOptions): Promise<ApiService> {
  const { repository, journal, faults, port } = options;
  const uploads: Upload[] = [];
  const deployments: Deployment[] = [];
  let url = '';
  const repositoryUrl = (): string => `${url}/repos/${repository}`;
  const state: State = { options, uploads, deployments, asked: new Set(), repositoryUrl };
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
