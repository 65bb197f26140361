import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createArtifactService } from './artifact-service.ts';
import { createBlobStore, type BlobStore } from './blob-store.ts';
import { createCacheService } from './cache-service.ts';
import type { FaultScript } from '../faults.ts';
import { readJsonObject, sendJson, serve, type Answered, type Exchange, type RunningServer } from '../http-server.ts';
import type { Journal } from '../journal.ts';
import { cacheScopes, createIssuer, identityClaims, runtimeClaims, type Issuer, type RunIdentity } from '../tokens.ts';
import { twirpError, type TwirpMethod, type TwirpReply } from './twirp.ts';

export interface ResultsOptions {
  readonly cacheDirectory: string;
  readonly artifactDirectory: string;
  readonly run: RunIdentity;
  readonly journal: Journal;
  readonly faults: FaultScript;
  readonly port?: number | undefined;
  readonly cacheLimit?: number;
}

export interface ResultsService {
  readonly server: RunningServer;
  readonly runtimeToken: string;
  readonly idTokenUrl: string;
  readonly idTokenRequestToken: string;
  /** Begins a further attempt of the run: answers its runtime token, and the one before is worth nothing any more. */
  newAttempt(): string;
}

interface Wiring {
  readonly issuer: Issuer;
  readonly run: RunIdentity;
  readonly runtimeToken: () => string;
  readonly idTokenRequestToken: string;
  readonly services: Readonly<Record<string, Readonly<Record<string, TwirpMethod>>>>;
  readonly stores: Readonly<Record<string, BlobStore>>;
  readonly baseUrl: () => string;
}

const twirpPrefix = '/twirp/github.actions.results.api.v1.';
const defaultCacheLimit = 4 * 2 ** 30;

/** GitHub's results service: caches (v2), artifacts (v4), their blobs, and OIDC tokens. */
export async function startResultsService(options: ResultsOptions): Promise<ResultsService> {
  const issuer = createIssuer();
  const firstToken = issuer.issue(runtimeClaims(options.run));
  let runtimeToken = firstToken;
  const idTokenRequestToken = issuer.issue({ scp: 'generateidtoken', jti: randomUUID() });
  let url = '';
  const baseUrl = (): string => url;
  const caches = createBlobStore(join(options.cacheDirectory, 'blobs'), 'caches');
  const artifacts = createBlobStore(options.artifactDirectory, 'artifacts');
  const wiring: Wiring = {
    issuer,
    run: options.run,
    runtimeToken: () => runtimeToken,
    idTokenRequestToken,
    baseUrl,
    services: {
      CacheService: createCacheService({
        directory: options.cacheDirectory,
        blobs: caches,
        scopes: cacheScopes(options.run.ref),
        baseUrl,
        limit: options.cacheLimit ?? defaultCacheLimit,
      }),
      ArtifactService: createArtifactService({ blobs: artifacts, runBackendId: options.run.runBackendId, baseUrl }),
    },
    stores: { caches, artifacts },
  };
  const { journal, faults, port } = options;
  const server = await serve({
    service: 'results',
    journal,
    faults,
    port,
    handle: (exchange) => route(exchange, wiring),
  });
  url = server.url;
  const newAttempt = (): string =>
    (runtimeToken = issuer.issue(runtimeClaims({ ...options.run, jobBackendId: randomUUID() })));
  return { server, runtimeToken: firstToken, idTokenUrl: `${url}/oidc?v=1`, idTokenRequestToken, newAttempt };
}

function route(exchange: Exchange, wiring: Wiring): Promise<Answered> | Answered {
  const { pathname } = exchange.url;
  const store = pathname.startsWith('/devstoreaccount1/') ? wiring.stores[pathname.split('/')[2] ?? ''] : undefined;
  if (store) return store.handle(exchange);
  if (pathname.startsWith(twirpPrefix) && exchange.method === 'POST')
    return call(exchange, wiring, pathname.slice(twirpPrefix.length));
  if (pathname === '/oidc' && exchange.method === 'GET') return identityToken(exchange, wiring);
  if (pathname === '/.well-known/openid-configuration') {
    return sendJson(exchange.response, 200, {
      issuer: wiring.baseUrl(),
      jwks_uri: `${wiring.baseUrl()}/.well-known/jwks`,
    });
  }
  if (pathname === '/.well-known/jwks') return sendJson(exchange.response, 200, wiring.issuer.keySet);
  exchange.request.resume();
  exchange.violate('no such route');
  return sendJson(exchange.response, 404, { code: 'bad_route', msg: `no such route: ${pathname}` });
}

async function call(exchange: Exchange, wiring: Wiring, name: string): Promise<Answered> {
  const [service = '', method = ''] = name.split('/');
  const handler = wiring.services[service]?.[method];
  const request = await readJsonObject(exchange.request, 1 << 20);
  const authorized = exchange.request.headers.authorization === `Bearer ${wiring.runtimeToken()}`;
  const reply = async (): Promise<TwirpReply> => {
    if (!authorized) return twirpError('unauthenticated', 'no valid runtime token');
    if (!handler) return twirpError('bad_route', `no such method: ${name}`);
    return request ? handler(request) : twirpError('invalid_argument', 'the body is not a JSON object');
  };
  const answer = await reply();
  if (answer.violation !== undefined) exchange.violate(answer.violation);
  return sendJson(exchange.response, answer.status, answer.body);
}

function identityToken(exchange: Exchange, wiring: Wiring): Answered {
  if (exchange.request.headers.authorization !== `Bearer ${wiring.idTokenRequestToken}`) {
    exchange.violate('no valid request token for an identity token');
    return sendJson(exchange.response, 401, { message: 'Unauthorized' });
  }
  const owner = wiring.run.repository.split('/')[0] ?? '';
  const audience = exchange.url.searchParams.get('audience') ?? `https://github.com/${owner}`;
  const value = wiring.issuer.issue(identityClaims(wiring.run, wiring.baseUrl(), audience));
  return sendJson(exchange.response, 200, { count: value.length, value });
}
