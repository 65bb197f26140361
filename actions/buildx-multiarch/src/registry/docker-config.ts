import { configKey, decodeAuth, type Credential, type DockerConfig } from '@data-profiler-actions/action-kit';

export interface Login {
  readonly host: string;
  readonly user: string;
  readonly password: string;
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
