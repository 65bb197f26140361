import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { readBody, sendJson, type Answered, type Exchange } from '../http-server.ts';
import { grant, parseScopes, type Scope } from './registry-access.ts';
import { refuse } from './registry-refusal.ts';

/** Who gets a token for what. */
export interface TokenRules {
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
}

export interface TokenDesk {
  readonly rules: TokenRules;
  /** By the token that was handed out. */
  readonly granted: Map<string, readonly Scope[]>;
  readonly host: () => string;
}

/** The token protocol of registries (Docker, "Token Authentication Specification"), as ghcr.io speaks it. */
export function giveToken(exchange: Exchange, desk: TokenDesk): Promise<Answered> | Answered {
  const { method, request, url } = exchange;
  if (desk.rules.identityToken !== undefined) return exchangeIdentity(exchange, desk, desk.rules.identityToken);
  // Clients try the OAuth form first and fall back to GET on 405.
  if (method !== 'GET') return refuse(exchange, 405, 'UNSUPPORTED', 'only GET');
  const password = basicPassword(request);
  if (password !== undefined && password !== desk.rules.token) {
    exchange.violate('wrong registry credentials');
    return refuse(exchange, 403, 'DENIED', 'denied');
  }
  if (password === undefined && desk.rules.membersOnly === true)
    return refuse(exchange, 401, 'UNAUTHORIZED', 'authentication required');
  const scopes = url.searchParams.getAll('scope');
  return handOut(exchange, desk, { scopes, signedIn: password !== undefined, field: 'token' });
}

/** The OAuth form alone, with every parameter that the specification requires. */
async function exchangeIdentity(exchange: Exchange, desk: TokenDesk, identityToken: string): Promise<Answered> {
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
  if (missing.length > 0 || form.get('service') !== desk.host()) {
    exchange.violate(`the exchange of a refresh token lacks or falsifies ${missing.join(', ') || 'service'}`);
    return refuse(exchange, 400, 'UNSUPPORTED', 'a parameter is missing or wrong');
  }
  if (form.get('refresh_token') !== identityToken)
    return refuse(exchange, 401, 'UNAUTHORIZED', 'no such refresh token');
  return handOut(exchange, desk, { scopes: form.getAll('scope'), signedIn: true, field: 'access_token' });
}

interface Handing {
  readonly scopes: readonly string[];
  readonly signedIn: boolean;
  /** Under which name the answer holds the token. */
  readonly field: 'token' | 'access_token';
}

function handOut(exchange: Exchange, desk: TokenDesk, { scopes: wanted, signedIn, field }: Handing): Answered {
  const asked = parseScopes(wanted);
  const mayPush = signedIn && desk.rules.readOnly !== true;
  const scopes = grant(asked, { ...desk.rules, mayPush });
  if (asked.length > 0 && scopes.length === 0)
    return refuse(exchange, signedIn ? 403 : 401, 'DENIED', 'requested access to the resource is denied');
  const token = randomBytes(24).toString('base64url');
  desk.granted.set(token, scopes);
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
