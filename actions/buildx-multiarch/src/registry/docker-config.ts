import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Credential } from '@data-profiler-actions/action-kit';

/** The parts of Docker's config.json that say who one is. */
export interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/** Environment for buildx, and the removal of what was made for it. */
export interface DockerHome {
  readonly env: Readonly<Record<string, string>>;
  readonly config: DockerConfig;
  remove(): void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** With credentials of the step: a configuration of its own beside the user's, which is only read. Without: the user's. */
export function openDockerHome(
  credentials: readonly Credential[],
  temp: string,
  env: Environment = process.env,
): DockerHome {
  const home = env['DOCKER_CONFIG'] ?? join(homedir(), '.docker');
  const user = readConfig(join(home, 'config.json'));
  if (credentials.length === 0) return { env: {}, config: user, remove: () => undefined };
  const folder = mkdtempSync(join(temp, 'docker-config-'));
  const config = withCredentials(user, credentials);
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  for (const part of ['cli-plugins', 'contexts']) {
    if (existsSync(join(home, part))) symlinkSync(join(home, part), join(folder, part));
  }
  const buildxConfig = env['BUILDX_CONFIG'] ?? join(home, 'buildx');
  mkdirSync(buildxConfig, { recursive: true });
  return {
    env: { DOCKER_CONFIG: folder, BUILDX_CONFIG: buildxConfig },
    config,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The user's configuration with the step's logins in front. A store for all hosts becomes a helper for each host it knows, so that it does not hide ours. */
export function withCredentials(user: DockerConfig, credentials: readonly Credential[]): DockerConfig {
  const { credsStore, ...rest } = user;
  const ours = credentials.map(
    ({ host, user: name, password }) =>
      [configKey(host), { auth: Buffer.from(`${name}:${password}`).toString('base64') }] as const,
  );
  const hosts = new Set(ours.map(([host]) => host));
  const stored =
    credsStore === undefined ? [] : Object.keys(user.auths ?? {}).map((host) => [host, credsStore] as const);
  const helpers = [...stored, ...Object.entries(user.credHelpers ?? {})].filter(([host]) => !hosts.has(host));
  return { ...rest, auths: { ...user.auths, ...Object.fromEntries(ours) }, credHelpers: Object.fromEntries(helpers) };
}

/** Docker Hub's logins stand under its old address. */
export function configKey(host: string): string {
  return host === 'docker.io' || host === 'index.docker.io' ? 'https://index.docker.io/v1/' : host;
}

function readConfig(file: string): DockerConfig {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DockerConfig;
  } catch {
    return {};
  }
}
