import { createPublicKey, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';

/** Signs RS256 tokens and shows the public key, as GitHub's issuer does. */
export interface Issuer {
  issue(claims: Readonly<Record<string, unknown>>): string;
  /** JSON Web Key Set with the one key. */
  readonly keySet: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function createIssuer(): Issuer {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return {
    issue: (claims) => signed(privateKey, kid, claims),
    keySet: { keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] },
  };
}

function signed(key: KeyObject, kid: string, claims: Readonly<Record<string, unknown>>): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iat: now, nbf: now - 5, exp: now + 6 * 3600, jti: randomUUID(), ...claims };
  const text = `${base64url({ alg: 'RS256', typ: 'JWT', kid })}.${base64url(payload)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

/** Who runs: what the tokens say about the run. */
export interface RunIdentity {
  readonly repository: string;
  readonly actor: string;
  readonly ref: string;
  readonly sha: string;
  /** Backend ids of the run and the job, as in the `scp` claim. */
  readonly runBackendId: string;
  readonly jobBackendId: string;
}

/**
 * Claims of ACTIONS_RUNTIME_TOKEN: the artifact client reads `scp`, BuildKit's cache reads `ac` (a JSON string; permission 3 is
 * read and write), `exp` and `nbf`.
 */
export const runtimeClaims = (run: RunIdentity): Readonly<Record<string, unknown>> => ({
  scp: `Actions.Results:${run.runBackendId}:${run.jobBackendId}`,
  ac: JSON.stringify(cacheScopes(run.ref).map((scope, place) => ({ Scope: scope, Permission: place === 0 ? 3 : 1 }))),
});

/** Scopes whose caches a run on `ref` may read, its own first. */
export const cacheScopes = (ref: string): readonly string[] => (ref === defaultBranch ? [ref] : [ref, defaultBranch]);

export const defaultBranch = 'refs/heads/main';

/** Claims of an OIDC token, named as GitHub names them. */
export const identityClaims = (
  run: RunIdentity,
  issuer: string,
  audience: string,
): Readonly<Record<string, unknown>> => ({
  iss: issuer,
  aud: audience,
  sub: `repo:${run.repository}:ref:${run.ref}`,
  repository: run.repository,
  repository_owner: run.repository.split('/')[0],
  actor: run.actor,
  ref: run.ref,
  sha: run.sha,
});
