import { existsSync, readFileSync } from 'node:fs';
import { childEnvironment } from './child-environment.ts';
import { runProcess, type ProcessResult } from './process.ts';

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

/** Told what keeps a login from being found; Docker itself would stop there. */
export type OnTrouble = (message: string) => void;

/** Docker's own configuration and DOCKER_AUTH_CONFIG; empty where there is none or it cannot be read. */
export function readDockerConfig(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
  onTrouble: OnTrouble = () => undefined,
): DockerConfig {
  const unreadable = (what: string) => () => onTrouble(`${what} is no JSON object: the logins in it are not used.`);
  const user = existsSync(file) ? parse(readFileSync(file, 'utf8'), unreadable(file)) : {};
  const given = parse(env['DOCKER_AUTH_CONFIG'] || '{}', unreadable('DOCKER_AUTH_CONFIG'));
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
export async function dockerLogin(
  registry: string,
  config: DockerConfig,
  onTrouble: OnTrouble = () => undefined,
): Promise<DockerLogin | undefined> {
  const key = configKey(registry);
  const helper = helperFor(key, config);
  const given = decodeAuth(config.given?.[key] ?? {});
  if (given !== undefined) return given;
  return helper === undefined ? decodeAuth(config.auths?.[key] ?? {}) : askHelper(helper, key, onTrouble);
}

/** Undefined when the entry holds no login of its own (a store or a helper does). */
export function decodeAuth({ auth, identitytoken }: DockerAuth): { user: string; password: string } | undefined {
  if (identitytoken) return { user: '<token>', password: identitytoken };
  if (!auth) return undefined;
  const plain = Buffer.from(auth, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  return colon < 0 ? undefined : { user: plain.slice(0, colon), password: plain.slice(colon + 1).replace(/\0+$/, '') };
}

function parse(text: string, onUnreadable: () => void): DockerConfig {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told as any other text that is no object.
  }
  onUnreadable();
  return {};
}

/** Docker's credential helpers read a host on stdin and answer in JSON; one that knows nothing fails. */
async function askHelper(helper: string, host: string, onTrouble: OnTrouble): Promise<DockerLogin | undefined> {
  const command = `docker-credential-${helper}`;
  const result = await runProcess({
    command,
    args: ['get'],
    env: childEnvironment(),
    timeoutMs: 20_000,
    input: host,
  });
  if (result.outcome !== 'exited' || result.exitCode !== 0) {
    const trouble = troubleOf(result);
    if (trouble !== undefined) onTrouble(`${command} gives no login for ${host}: ${trouble}`);
    return undefined;
  }
  try {
    const { Username, Secret } = JSON.parse(result.stdout) as { Username?: unknown; Secret?: unknown };
    return typeof Username === 'string' && typeof Secret === 'string'
      ? { user: Username, password: Secret }
      : undefined;
  } catch {
    return undefined;
  }
}

/** That a helper knows nothing of a host is no trouble; it says so on stdout (docker/docker-credential-helpers, credentials/error.go). */
function troubleOf({ outcome, exitCode, reason, output }: ProcessResult): string | undefined {
  if (/credentials not found|no credentials|could not be found/i.test(output) && outcome === 'exited') return undefined;
  if (outcome === 'timed-out') return 'it did not answer in time';
  return reason || output.trim().split('\n').at(-1) || `it ended with exit code ${exitCode}`;
}
