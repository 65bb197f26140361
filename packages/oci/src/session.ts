import { Agent as PlainAgent } from 'node:http';
import { secure, sendWithRetry, type HttpRequest, type HttpResponse } from '@data-profiler-actions/http';
import { isLoopback, registryAddress } from './address.ts';
import { parseChallenge, tokenUrl, type Challenge } from './challenge.ts';
import { refusal, RegistryError } from './errors.ts';

/** With the user `<token>` the password is an identity token, as `docker login` keeps one for some registries. */
export interface RegistryCredentials {
  readonly user: string;
  readonly password: string;
}

export interface SessionOptions {
  /** Host and port. */
  readonly registry: string;
  /** None: anonymous. A function is asked when the registry wants to know who one is, and not before. */
  readonly credentials?: RegistryCredentials | (() => Promise<RegistryCredentials | undefined>);
  readonly onRetry?: (message: string) => void;
  readonly signal?: AbortSignal;
  /** Tries of one request, the first included; 4 if absent. */
  readonly attempts?: number;
}

export interface RegistryRequest {
  readonly method: string;
  /** Below the registry's root, or a whole address that the registry gave. */
  readonly path: string;
  readonly repository: string;
  readonly access: 'pull' | 'pull,push';
  /** Another repository that the request reads. */
  readonly alsoPull?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Authenticated requests to one registry over kept connections, one token a scope. */
export interface Session {
  request(request: RegistryRequest): Promise<HttpResponse>;
  /** The whole address of something below the registry's root, and the headers that a request there needs as far as they are known yet. */
  addressOf(path: string, repository: string): { readonly url: string; readonly headers: Record<string, string> };
  close(): void;
}

export function openSession(options: SessionOptions): Session {
  const base = registryAddress(options.registry);
  const agent = base.startsWith('http:')
    ? new PlainAgent({ keepAlive: true })
    : new (secure().Agent)({ keepAlive: true });
  const authorizations = new Map<string, string>();
  const transmit = (request: HttpRequest): Promise<HttpResponse> =>
    sendWithRetry(
      { ...request, ...(options.signal && { signal: options.signal }) },
      { attempts: options.attempts ?? 4, ...(options.onRetry && { onRetry: options.onRetry }) },
    );

  /** One token for all requests that need it at the same time. */
  const renewals = new Map<string, Promise<string | undefined>>();
  const renew = async (challenge: Challenge, scope: string): Promise<string | undefined> => {
    const running = renewals.get(scope) ?? answer(challenge, scope, options, transmit);
    renewals.set(scope, running);
    try {
      return await running;
    } finally {
      renewals.delete(scope);
    }
  };

  const request = async (wanted: RegistryRequest): Promise<HttpResponse> => {
    const url = new URL(wanted.path, `${base}/`).href;
    const trusted = new URL(url).host === new URL(base).host;
    const own = `repository:${wanted.repository}:${wanted.access}`;
    const scope = wanted.alsoPull === undefined ? own : `${own} repository:${wanted.alsoPull}:pull`;
    // Who may push may pull: no second token is asked for.
    const wider = `repository:${wanted.repository}:pull,push`;
    const known = (): string | undefined =>
      authorizations.get(scope) ?? (wanted.access === 'pull' ? authorizations.get(wider) : undefined);
    const attempt = (authorization: string | undefined): Promise<HttpResponse> => {
      const headers = { ...wanted.headers, ...(trusted && authorization !== undefined && { authorization }) };
      return transmit({
        method: wanted.method,
        url,
        headers,
        ...(trusted && { agent }),
        ...(wanted.body && { body: wanted.body }),
      });
    };
    const used = known();
    const first = await attempt(used);
    if (first.status !== 401 || !trusted) return first;
    const challenge = parseChallenge(first.headers['www-authenticate'] ?? '');
    // A token for pushing that is on its way will do for reading too.
    const shared = wanted.access === 'pull' && renewals.has(wider) ? wider : scope;
    const authorization = challenge && (await renew(challenge, shared));
    if (authorization === undefined || authorization === used) return first;
    authorizations.set(shared, authorization);
    return attempt(authorization);
  };
  const addressOf: Session['addressOf'] = (path, repository) => {
    const authorization = authorizations.get(`repository:${repository}:pull`);
    return { url: new URL(path, `${base}/`).href, headers: authorization === undefined ? {} : { authorization } };
  };
  return { request, addressOf, close: () => agent.destroy() };
}

/** The Authorization header that answers a challenge; undefined when there is nothing to answer with. */
async function answer(
  challenge: Challenge,
  scope: string,
  { credentials: given, registry }: SessionOptions,
  transmit: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<string | undefined> {
  const credentials = typeof given === 'function' ? await given() : given;
  const basic = credentials && `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
  if (challenge.scheme === 'basic') return basic;
  const url = tokenUrl(challenge, scope);
  if (!url.startsWith('https:') && !isLoopback(registry))
    throw new RegistryError(`${registry} sends its users to a token server without TLS`, 401, '');
  const get = (authorization: string | undefined): Promise<HttpResponse> =>
    transmit({ method: 'GET', url, headers: authorization === undefined ? {} : { authorization } });
  const response =
    credentials?.user === '<token>' ? await refresh(url, credentials.password, transmit) : await get(basic);
  if (response.status !== 200) throw refusal(`${registry} gave no token for ${scope}`, response);
  return `Bearer ${tokenOf(response.body)}`;
}

/** An identity token is exchanged by OAuth (distribution's token specification, "oauth"). */
async function refresh(
  url: string,
  identityToken: string,
  transmit: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const to = new URL(url);
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    service: to.searchParams.get('service') ?? '',
    client_id: 'data-profiler-actions',
    scope: to.searchParams.getAll('scope').join(' '),
    refresh_token: identityToken,
  });
  for (const name of ['service', 'scope']) to.searchParams.delete(name);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await transmit({ method: 'POST', url: to.href, headers, body: body.toString() });
  if (!withoutOauth.has(answer.status)) return answer;
  const authorization = `Basic ${Buffer.from(`:${identityToken}`).toString('base64')}`;
  const second = await transmit({ method: 'GET', url, headers: { authorization } });
  return second.status === 200 ? second : answer;
}

/** What token servers say that know no OAuth; Docker then asks them as it asks all others. */
const withoutOauth: ReadonlySet<number> = new Set([400, 401, 404, 405]);

function tokenOf(body: Buffer): string {
  const { token, access_token: accessToken } = JSON.parse(body.toString('utf8')) as {
    token?: unknown;
    access_token?: unknown;
  };
  const given = [token, accessToken].find((each) => typeof each === 'string' && each !== '');
  if (typeof given !== 'string') throw new RegistryError('the token server’s answer holds no token', 200, '');
  return given;
}
