import {
  configKey,
  decodeAuth,
  helperFor,
  type Credential,
  type DockerConfig,
} from '@data-profiler-actions/action-kit';

/**
 * Every login that is known without asking a helper: the step's, then those of DOCKER_AUTH_CONFIG, then those of config.json whose host has no helper
 * (where there is one, it alone counts).
 */
export function loginsOf(config: DockerConfig, credentials: readonly Credential[]): Credential[] {
  const ours = credentials.map(({ host, user, password }) => ({ host: configKey(host), user, password }));
  const stored = Object.entries(config.auths ?? {}).filter(([host]) => helperFor(host, config) === undefined);
  const theirs = [...Object.entries(config.given ?? {}), ...stored].flatMap(([host, auth]) => {
    const login = decodeAuth(auth);
    return login === undefined ? [] : [{ host, ...login }];
  });
  const byHost = new Map<string, Credential>();
  for (const login of [...ours, ...theirs]) if (!byHost.has(login.host)) byHost.set(login.host, login);
  return [...byHost.values()];
}

/**
 * The configuration for the step's own programs: `logins` are asked for through `helper`, so nothing secret is written down. A helper of one host goes
 * before a store for all, so the user's store stays as it is.
 */
export function withHelper(config: DockerConfig, logins: readonly Credential[], helper: string): DockerConfig {
  const ours = Object.fromEntries(logins.map(({ host }) => [host, helper]));
  const auths = Object.fromEntries(Object.keys(config.auths ?? {}).map((host) => [host, {}]));
  return { ...config, given: undefined, auths, credHelpers: { ...config.credHelpers, ...ours } };
}
