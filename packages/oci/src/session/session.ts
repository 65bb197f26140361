import { agentFor, sendWithRetry, type HttpRequest, type HttpResponse } from '@data-profiler-actions/http';
import { NetworkError, refusal } from '../errors.ts';
import { registryAddress } from './address.ts';
import { Authorizations, type Access, type Identity } from './authorizations.ts';

export interface SessionOptions extends Identity {
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
  /** Of the whole exchange; a minute if absent. */
  readonly timeoutMs?: number;
}

/** Authenticated requests to one registry over kept connections, one token a scope. */
export interface Session {
  /**
   * Gets, before the first request to a repository, what allows pushing to it: the version check that every registry answers names who hands it out. Requests
   * that follow are not turned away first. Throws the registry's refusal.
   */
  signIn(repository: string): Promise<void>;
  request(request: RegistryRequest): Promise<HttpResponse>;
  /** The whole address of something below the registry's root, and the headers that a request there needs as far as they are known yet. */
  addressOf(path: string, repository: string): { readonly url: string; readonly headers: Record<string, string> };
  /** Ends what is under way. */
  close(): void;
}

export function openSession(options: SessionOptions): Session {
  const base = registryAddress(options.registry);
  const isRegistry = (url: string): boolean => new URL(url).host === new URL(base).host;
  const { transmit, close } = openLine(options, base, isRegistry);
  const authorizations = new Authorizations(options, transmit);
  const introductions = new Map<string, Promise<unknown>>();

  const request = async (wanted: RegistryRequest): Promise<HttpResponse> => {
    const url = new URL(wanted.path, `${base}/`).href;
    const attempt = (authorization?: string): Promise<HttpResponse> =>
      transmit(httpRequest(wanted, url, authorization));
    // Credentials go to the registry alone, wherever it sends us.
    if (!isRegistry(url)) return attempt();
    // The first request finds out whom the registry lets in; those that come meanwhile wait, so as not to be turned away too.
    const introduction = introductions.get(wanted.repository);
    if (introduction !== undefined && authorizations.find(accessOf(wanted)) === undefined) await introduction;
    const reception = receive(attempt, authorizations, accessOf(wanted));
    introductions.set(wanted.repository, introduction ?? Promise.allSettled([reception]));
    const received = await reception;
    return 'answer' in received ? received.answer : attempt(received.authorization);
  };
  const addressOf: Session['addressOf'] = (path, repository) => {
    const authorization = authorizations.find(accessOf({ repository, access: 'pull' }));
    return { url: new URL(path, `${base}/`).href, headers: authorization === undefined ? {} : { authorization } };
  };
  const signIn = async (repository: string): Promise<void> => {
    const check = (authorization?: string): Promise<HttpResponse> =>
      transmit({ method: 'GET', url: `${base}/v2/`, ...(authorization && { headers: { authorization } }) });
    const answer = await introduce(check, authorizations, accessOf({ repository, access: 'pull,push' }));
    // Whatever else a registry says to the check, its answers to real requests count.
    if (answer && (answer.status === 401 || answer.status >= 500))
      throw refusal(`sign in to ${options.registry}`, answer);
    introductions.set(repository, Promise.resolve());
  };
  return { signIn, request, addressOf, close };
}

/** Connections to the registry are kept; a request to somebody else, such as its token server, has one of its own. */
function openLine(
  { signal, onRetry, attempts = 4 }: SessionOptions,
  base: string,
  isRegistry: (url: string) => boolean,
): { readonly transmit: (request: HttpRequest) => Promise<HttpResponse>; readonly close: () => void } {
  const agent = agentFor(base, { keepAlive: true });
  const closing = new AbortController();
  const ends = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
  const transmit = (request: HttpRequest): Promise<HttpResponse> =>
    sendWithRetry(
      { ...request, signal: ends, ...(isRegistry(request.url) && { agent }) },
      { attempts, ...(onRetry && { onRetry }) },
    ).catch((error: unknown) => {
      throw ends.aborted ? error : new NetworkError(error);
    });
  const close = (): void => {
    closing.abort();
    agent.destroy();
  };
  return { transmit, close };
}

/** The registry's answer, or what it wants to see in the next attempt. */
type Reception = { readonly answer: HttpResponse } | { readonly authorization: string };

async function receive(
  attempt: (authorization?: string) => Promise<HttpResponse>,
  authorizations: Authorizations,
  access: Access,
): Promise<Reception> {
  const used = authorizations.find(access);
  const answer = await attempt(used);
  const authorization = answer.status === 401 ? await authorizations.obtain(answer, access) : undefined;
  return authorization === undefined || authorization === used ? { answer } : { authorization };
}

/** The registry's answer to the version check; undefined where a token server has answered for it. One that takes logins itself is asked once more, with the login. */
async function introduce(
  check: (authorization?: string) => Promise<HttpResponse>,
  authorizations: Authorizations,
  access: Access,
): Promise<HttpResponse | undefined> {
  const received = await receive(check, authorizations, access);
  if ('answer' in received) return received.answer;
  return received.authorization.startsWith('Bearer ') ? undefined : check(received.authorization);
}

/** The scope of a token (distribution's token specification, "Token Scope Documentation"). Who may push may pull: no second token is asked for. */
function accessOf({
  repository,
  access,
  alsoPull,
}: Pick<RegistryRequest, 'repository' | 'access' | 'alsoPull'>): Access {
  const scope = `repository:${repository}:${access}`;
  if (alsoPull !== undefined) return { scope: `${scope} repository:${alsoPull}:pull` };
  return access === 'pull' ? { scope, wider: `repository:${repository}:pull,push` } : { scope };
}

function httpRequest(
  { method, headers = {}, body, timeoutMs }: RegistryRequest,
  url: string,
  authorization: string | undefined,
): HttpRequest {
  const sent = authorization === undefined ? headers : { ...headers, authorization };
  return { method, url, headers: sent, ...(body && { body }), ...(timeoutMs !== undefined && { timeoutMs }) };
}
