import { randomBytes } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { IncomingMessage } from 'node:http';
import type { FaultScript } from '../faults.ts';
import { readBody, sendJson, serve, type Answered, type Exchange, type RunningServer } from '../http-server.ts';
import type { Journal } from '../journal.ts';
import { covers, grant, needOf, parseScopes, scopeText, type Scope } from './registry-access.ts';

export interface FrontOptions {
  /** `host:port` of the registry behind. */
  readonly backend: string;
  /** Whose packages are private. */
  readonly owner: string;
  readonly token: string;
  /** Then passwords count for nothing, as at registries whose users sign in elsewhere: this is exchanged for tokens (token specification, "oauth"). */
  readonly identityToken?: string | undefined;
  readonly readOnly?: boolean;
  /** Nothing may be read without a login. */
  readonly membersOnly?: boolean;
  /** Packages that the token may not write, though the owner's; read anew for every token. */
  readonly closed?: readonly RegExp[] | undefined;
  readonly journal: Journal;
  readonly faults: FaultScript;
  readonly port?: number | undefined;
}

interface Front {
  readonly options: FrontOptions;
  readonly granted: Map<string, readonly Scope[]>;
  readonly agent: Agent;
  readonly host: () => string;
}

/** Guards a registry with tokens as ghcr.io does: a Bearer challenge, `/token`, and only then the registry itself. */
export async function startRegistryFront(options: FrontOptions): Promise<RunningServer> {
  let host = '';
  const front: Front = { options, granted: new Map(), agent: new Agent({ keepAlive: true }), host: () => host };
  const { journal, faults, port } = options;
  const server = await serve({
    service: 'registry',
    journal,
    faults,
    port,
    handle: (exchange) => route(exchange, front),
  });
  host = server.host;
  const close = async (): Promise<void> => {
    front.agent.destroy();
    await server.close();
  };
  return { ...server, close };
}

function route(exchange: Exchange, front: Front): Promise<Answered> | Answered {
  const { method, url } = exchange;
  if (url.pathname === '/token') return giveToken(exchange, front);
  const need = needOf(method, url.pathname);
  if (need.kind === 'unknown') {
    exchange.violate('no such route');
    return refuse(exchange, 404, 'NOT_FOUND', 'no such route');
  }
  const granted = front.granted.get(bearer(exchange.request));
  const scope = need.kind === 'repository' ? need.scope : undefined;
  if (!granted || (scope && !covers(granted, scope) && !granted.some(({ name }) => name === scope.name)))
    return challenge(exchange, front, scope);
  if (scope && !covers(granted, scope)) {
    exchange.violate(`the token does not allow ${scope.actions.join(',')} of ${scope.name}`);
    return refuse(exchange, 403, 'DENIED', `permission_denied: the token does not allow ${scope.actions.join(',')}`);
  }
  return forward(exchange, front);
}

const bearer = ({ headers }: IncomingMessage): string => /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';

/** The ordinary first answer to a client, so no violation. */
function challenge(exchange: Exchange, front: Front, scope: Scope | undefined): Answered {
  const wanted = scope ? `,scope="${scopeText(scope)}"` : '';
  const header = `Bearer realm="http://${front.host()}/token",service="${front.host()}"${wanted}`;
  return refuse(exchange, 401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': header });
}

function giveToken(exchange: Exchange, front: Front): Promise<Answered> | Answered {
  const { method, request, url } = exchange;
  if (front.options.identityToken !== undefined) return exchangeIdentity(exchange, front, front.options.identityToken);
  // Clients try the OAuth form first and fall back to GET on 405.
  if (method !== 'GET') return refuse(exchange, 405, 'UNSUPPORTED', 'only GET');
  const password = basicPassword(request);
  if (password !== undefined && password !== front.options.token) {
    exchange.violate('wrong registry credentials');
    return refuse(exchange, 403, 'DENIED', 'denied');
  }
  if (password === undefined && front.options.membersOnly === true)
    return refuse(exchange, 401, 'UNAUTHORIZED', 'authentication required');
  const scopes = url.searchParams.getAll('scope');
  return handOut(exchange, front, { scopes, signedIn: password !== undefined, field: 'token' });
}

/** The OAuth form alone, with every parameter that the specification requires. */
async function exchangeIdentity(exchange: Exchange, front: Front, identityToken: string): Promise<Answered> {
  const { method, request } = exchange;
  const form = new URLSearchParams((await readBody(request, 64 * 1024))?.toString('utf8'));
  const type = request.headers['content-type'] ?? '';
  if (
    method !== 'POST' ||
    !/^application\/x-www-form-urlencoded\b/.test(type) ||
    form.get('grant_type') !== 'refresh_token'
  )
    return refuse(exchange, 401, 'UNAUTHORIZED', 'only a refresh token is taken here');
  const missing = ['service', 'client_id', 'scope', 'refresh_token'].filter((name) => (form.get(name) ?? '') === '');
  if (missing.length > 0 || form.get('service') !== front.host()) {
    exchange.violate(`the exchange of a refresh token lacks or falsifies ${missing.join(', ') || 'service'}`);
    return refuse(exchange, 400, 'UNSUPPORTED', 'a parameter is missing or wrong');
  }
  if (form.get('refresh_token') !== identityToken)
    return refuse(exchange, 401, 'UNAUTHORIZED', 'no such refresh token');
  return handOut(exchange, front, { scopes: form.getAll('scope'), signedIn: true, field: 'access_token' });
}

interface Handing {
  readonly scopes: readonly string[];
  readonly signedIn: boolean;
  /** Under which name the answer holds the token. */
  readonly field: 'token' | 'access_token';
}

function handOut(exchange: Exchange, front: Front, { scopes: wanted, signedIn, field }: Handing): Answered {
  const asked = parseScopes(wanted);
  const mayPush = signedIn && front.options.readOnly !== true;
  const scopes = grant(asked, front.options.owner, mayPush, front.options.closed);
  if (asked.length > 0 && scopes.length === 0)
    return refuse(exchange, signedIn ? 403 : 401, 'DENIED', 'requested access to the resource is denied');
  const token = randomBytes(24).toString('base64url');
  front.granted.set(token, scopes);
  return sendJson(exchange.response, 200, { [field]: token });
}

/** As at ghcr.io only the password counts; a user name must be there but may be any. */
function basicPassword({ headers }: IncomingMessage): string | undefined {
  const encoded = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 1 ? '' : decoded.slice(colon + 1);
}

function refuse(
  exchange: Exchange,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answered {
  exchange.request.resume();
  return sendJson(exchange.response, status, { errors: [{ code, message }] }, headers);
}

/** Streams request and answer. The registry makes its Location headers from `Host`, so they name the front. */
async function forward(exchange: Exchange, front: Front): Promise<Answered> {
  const { request, response, method } = exchange;
  const headers = { ...request.headers, host: front.host() };
  delete headers.authorization;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const [hostname, port] = front.options.backend.split(':');
    const onward = httpRequest({ hostname, port, method, path: request.url, headers, agent: front.agent }, resolve);
    onward.once('error', reject);
    pipeline(request, onward).catch(reject);
  });
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, response);
  return response;
}
