import { existsSync, readFileSync } from 'node:fs';
import { childEnvironment } from './child-environment.ts';
import { runProcess } from './process.ts';

export interface DockerLogin {
  readonly user: string;
  readonly password: string;
}

/** One login of Docker's config.json: `auth` is base64 of `user:password`, `identitytoken` stands in for the password. */
export interface DockerAuth {
  readonly auth?: string;
  readonly identitytoken?: string;
}

/** The parts of Docker's config.json that say who one is; hosts as `configKey` names them. */
export interface DockerConfig {
  readonly auths?: Readonly<Record<string, DockerAuth>>;
  /** Logins of DOCKER_AUTH_CONFIG, which Docker asks before everything else. */
  readonly given?: Readonly<Record<string, DockerAuth>> | undefined;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/** Docker's own configuration and DOCKER_AUTH_CONFIG; empty where there is none or it cannot be read. */
export function readDockerConfig(file: string, env: Readonly<Record<string, string | undefined>>): DockerConfig {
  const user = existsSync(file) ? parse(readFileSync(file, 'utf8')) : {};
  const given = parse(env['DOCKER_AUTH_CONFIG'] ?? '{}');
  return { ...user, auths: byHost(user.auths), given: byHost(given.auths) };
}

/** Docker Hub's logins stand under its old address. */
export function configKey(host: string): string {
  return host === 'docker.io' || host === 'index.docker.io' ? dockerHub : host;
}

const dockerHub = 'https://index.docker.io/v1/';

/** Old configurations name a host by an address (`https://ghcr.io/v1/`); the host alone counts first, as for Docker. */
function byHost(auths: Readonly<Record<string, DockerAuth>> = {}): Readonly<Record<string, DockerAuth>> {
  const plain = (key: string): string => (key === dockerHub ? key : configKey(key.replace(/^https?:\/\/|\/.*$/g, '')));
  const renamed = Object.entries(auths).map(([key, auth]) => [plain(key), auth] as const);
  return { ...Object.fromEntries(renamed), ...auths };
}

/** The helper that Docker asks about a host; where there is one, what stands in `auths` does not count. */
export function helperFor(host: string, { credHelpers, credsStore }: DockerConfig): string | undefined {
  return credHelpers?.[host] ?? (credsStore === '' ? undefined : credsStore);
}

/** Who Docker is logged in as at a registry, asked in its order: DOCKER_AUTH_CONFIG, the helper of that host, config.json; undefined for nobody. */
export async function dockerLogin(registry: string, config: DockerConfig): Promise<DockerLogin | undefined> {
  const key = configKey(registry);
  const helper = helperFor(key, config);
  const given = decodeAuth(config.given?.[key] ?? {});
  if (given !== undefined) return given;
  return helper === undefined ? decodeAuth(config.auths?.[key] ?? {}) : askHelper(helper, key);
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

/** Docker's credential helpers read a host on stdin and answer in JSON; one that knows nothing fails. */
async function askHelper(helper: string, host: string): Promise<DockerLogin | undefined> {
  const result = await runProcess({
    command: `docker-credential-${helper}`,
    args: ['get'],
    env: childEnvironment(),
    timeoutMs: 20_000,
    input: host,
  });
  if (result.outcome !== 'exited' || result.exitCode !== 0) return undefined;
  try {
    const { Username, Secret } = JSON.parse(result.stdout) as { Username?: unknown; Secret?: unknown };
    return typeof Username === 'string' && typeof Secret === 'string'
      ? { user: Username, password: Secret }
      : undefined;
  } catch {
    return undefined;
  }
}
