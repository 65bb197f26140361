import { existsSync, readFileSync } from 'node:fs';
import type { Credential } from '@data-profiler-actions/action-kit';

/** One login of Docker's config.json: `auth` is base64 of `user:password`, `identitytoken` stands in for the password. */
export interface DockerAuth {
  readonly auth?: string;
  readonly identitytoken?: string;
}

/** The parts of Docker's config.json that say who one is. */
export interface DockerConfig {
  readonly auths?: Readonly<Record<string, DockerAuth>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

export interface Login {
  readonly host: string;
  readonly user: string;
  readonly password: string;
}

/** Docker's own configuration, DOCKER_AUTH_CONFIG laid over its logins as Docker does; empty where there is none or it cannot be read. */
export function readDockerConfig(file: string, env: Readonly<Record<string, string | undefined>>): DockerConfig {
  const user = existsSync(file) ? parse(readFileSync(file, 'utf8')) : {};
  const given = parse(env['DOCKER_AUTH_CONFIG'] ?? '{}');
  return { ...user, auths: { ...user.auths, ...given.auths } };
}

/** Docker Hub's logins stand under its old address. */
export function configKey(host: string): string {
  return host === 'docker.io' || host === 'index.docker.io' ? 'https://index.docker.io/v1/' : host;
}

/** Every login that the configuration itself holds, the step's in front. Helpers and stores hold others. */
export function loginsOf({ auths }: DockerConfig, credentials: readonly Credential[]): Login[] {
  const ours = credentials.map(({ host, user, password }) => ({ host: configKey(host), user, password }));
  const hosts = new Set(ours.map(({ host }) => host));
  const theirs = Object.entries(auths ?? {}).flatMap(([host, auth]) => {
    const login = decodeAuth(auth);
    return hosts.has(host) || login === undefined ? [] : [{ host, ...login }];
  });
  return [...ours, ...theirs];
}

/**
 * The configuration for the step's own programs: `logins` are asked for through `helper`, so nothing secret is written down. A store for all hosts
 * becomes a helper for each host it is known to hold, so that it does not hide ours.
 */
export function withHelper(user: DockerConfig, logins: readonly Login[], helper: string): DockerConfig {
  const { credsStore, ...rest } = user;
  const hosts = new Set(logins.map(({ host }) => host));
  const others = Object.entries(user.auths ?? {}).filter(([host]) => !hosts.has(host));
  const stored = credsStore === undefined ? [] : others.map(([host]) => [host, credsStore] as const);
  const helpers = [...stored, ...Object.entries(user.credHelpers ?? {})].filter(([host]) => !hosts.has(host));
  const ours = [...hosts].map((host) => [host, helper] as const);
  return { ...rest, auths: Object.fromEntries(others), credHelpers: Object.fromEntries([...helpers, ...ours]) };
}

/** Undefined when the entry holds no login of its own (a store or a helper does). */
export function decodeAuth({ auth, identitytoken }: DockerAuth): { user: string; password: string } | undefined {
  if (identitytoken) return { user: '<token>', password: identitytoken };
  if (!auth) return undefined;
  const plain = Buffer.from(auth, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  return colon < 0 ? undefined : { user: plain.slice(0, colon), password: plain.slice(colon + 1).replace(/\0+$/, '') };
}

function parse(text: string): DockerConfig {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
