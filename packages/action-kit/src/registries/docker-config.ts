import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { objectOf, parseJson, textOf, type JsonObject } from '../json.ts';

export interface DockerLogin {
  readonly user: string;
  readonly password: string;
}

/** One login of Docker's config.json: `auth` is base64 of `user:password`, `identitytoken` stands in for the password. */
export interface DockerAuth {
  readonly auth?: string;
  readonly identitytoken?: string;
}

/** The parts of Docker's config.json that say who one is; hosts as `configKey` names them. What else stands in it is kept as it is. */
export interface DockerConfig {
  readonly auths?: Readonly<Record<string, DockerAuth>>;
  /** Logins of DOCKER_AUTH_CONFIG, which Docker asks before everything else. */
  readonly given?: Readonly<Record<string, DockerAuth>> | undefined;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/** Told what keeps a login from being found; Docker itself would stop there. */
export type OnTrouble = (message: string) => void;

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Docker's own configuration lies. */
export function dockerFolder(env: Environment): string {
  return env['DOCKER_CONFIG'] ?? join(env['HOME'] ?? homedir(), '.docker');
}

/** Docker's own configuration and DOCKER_AUTH_CONFIG; empty where there is none or it cannot be read. */
export function readDockerConfig(env: Environment, onTrouble: OnTrouble = () => undefined): DockerConfig {
  const file = join(dockerFolder(env), 'config.json');
  const user = readObject(existsSync(file) ? readFileSync(file, 'utf8') : '{}', file, onTrouble);
  const given = readObject(env['DOCKER_AUTH_CONFIG'] || '{}', 'DOCKER_AUTH_CONFIG', onTrouble);
  return {
    ...user,
    auths: authsOf(user),
    given: authsOf(given),
    credsStore: textOf(user['credsStore']),
    credHelpers: textsByHost(user['credHelpers']),
  };
}

function readObject(text: string, what: string, onTrouble: OnTrouble): JsonObject {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null)
    onTrouble(`${what} is no JSON object: the logins in it are not used.`);
  return objectOf(value);
}

/** Docker Hub's logins stand under its old address. */
export function configKey(host: string): string {
  return host === 'docker.io' || host === 'index.docker.io' ? dockerHub : host;
}

const dockerHub = 'https://index.docker.io/v1/';

/** Old configurations name a host by an address (`https://ghcr.io/v1/`); the host alone counts first, as for Docker. */
function authsOf({ auths }: JsonObject): Readonly<Record<string, DockerAuth>> {
  const plain = (key: string): string => (key === dockerHub ? key : configKey(key.replace(/^https?:\/\/|\/.*$/g, '')));
  const given = Object.entries(objectOf(auths)).map(([key, auth]) => [key, authOf(objectOf(auth))] as const);
  const renamed = given.map(([key, auth]) => [plain(key), auth] as const);
  return Object.fromEntries([...renamed, ...given]);
}

function authOf({ auth, identitytoken }: JsonObject): DockerAuth {
  return { auth: textOf(auth), identitytoken: textOf(identitytoken) };
}

function textsByHost(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([host, name]) => [host, textOf(name)]));
}

/** The helper that Docker asks about a host; where there is one, what stands in `auths` does not count. */
export function helperFor(host: string, { credHelpers, credsStore }: DockerConfig): string | undefined {
  const named = credHelpers?.[host] ?? credsStore;
  return named === '' ? undefined : named;
}

/** Undefined when the entry holds no login of its own (a store or a helper does). */
export function decodeAuth({ auth, identitytoken }: DockerAuth): DockerLogin | undefined {
  if (identitytoken) return { user: '<token>', password: identitytoken };
  if (!auth) return undefined;
  const plain = Buffer.from(auth, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  return colon < 0 ? undefined : { user: plain.slice(0, colon), password: plain.slice(colon + 1).replace(/\0+$/, '') };
}
