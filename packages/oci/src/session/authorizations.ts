import type { HttpRequest, HttpResponse } from '@data-profiler-actions/http';
import { isLoopback } from './address.ts';
import { parseChallenge, tokenUrl, type Challenge } from './challenge.ts';
import { objectOf, parseJson, textOf } from '../content/json.ts';
import { refusal, RegistryError } from '../errors.ts';

/** With the user `<token>` the password is an identity token, as `docker login` keeps one for some registries. */
export interface RegistryCredentials {
  readonly user: string;
  readonly password: string;
}

/** Who asks, and whom to ask. */
export interface Identity {
  /** Host and port. */
  readonly registry: string;
  /** None: anonymous. A function is asked when the registry wants to know who one is, and not before. */
  readonly credentials?: RegistryCredentials | (() => Promise<RegistryCredentials | undefined>);
}

/** What a request needs to be allowed: a scope, or another one that allows more. */
export interface Access {
  readonly scope: string;
  readonly wider?: string;
}

type Transmit = (request: HttpRequest) => Promise<HttpResponse>;

/** The Authorization headers that one registry has accepted, one a scope; those that need one at the same time ask for it once. */
export class Authorizations {
  readonly #identity: Identity;
  readonly #transmit: Transmit;
  readonly #known = new Map<string, string>();
  readonly #asked = new Map<string, Promise<string | undefined>>();

  constructor(identity: Identity, transmit: Transmit) {
    this.#identity = identity;
    this.#transmit = transmit;
  }

  find({ scope, wider = '' }: Access): string | undefined {
    return this.#known.get(scope) ?? this.#known.get(wider);
  }

  /** What answers a refusal for want of authorization; undefined when there is nothing to answer with. */
  async obtain({ headers }: HttpResponse, { scope, wider = '' }: Access): Promise<string | undefined> {
    const challenge = parseChallenge(headers['www-authenticate'] ?? '');
    if (challenge === undefined) return undefined;
    const wanted = this.#asked.has(wider) ? wider : scope;
    const asked = this.#asked.get(wanted) ?? answer(challenge, wanted, this.#identity, this.#transmit);
    this.#asked.set(wanted, asked);
    try {
      const authorization = await asked;
      if (authorization !== undefined) this.#known.set(wanted, authorization);
      return authorization;
    } finally {
      this.#asked.delete(wanted);
    }
  }
}

async function answer(
  challenge: Challenge,
  scope: string,
  { credentials: given, registry }: Identity,
  transmit: Transmit,
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
async function refresh(url: string, identityToken: string, transmit: Transmit): Promise<HttpResponse> {
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
  const { token, access_token: accessToken } = objectOf(parseJson(body.toString('utf8')));
  const given = textOf(token) || textOf(accessToken);
  if (given === '') throw new RegistryError('the token server’s answer holds no token', 200, '');
  return given;
}
