import { childEnvironment, runProcess, type Credential } from '@data-profiler-actions/action-kit';
import type { RegistryCredentials } from '@data-profiler-actions/oci';
import { configKey, type DockerConfig } from './docker-config.ts';

/** The logins of the step: `credentials`, and `token` for ghcr.io alone unless credentials name that host. */
export function stepCredentials(credentials: readonly Credential[], token: string, actor: string): Credential[] {
  const named = credentials.some(({ host }) => host === 'ghcr.io');
  return token === '' || named
    ? [...credentials]
    : [...credentials, { host: 'ghcr.io', user: actor || 'token', password: token }];
}

/** Who we are at a registry: the step's login, else the one Docker is logged in with, else nobody. */
export async function loginFor(
  registry: string,
  credentials: readonly Credential[],
  config: DockerConfig,
): Promise<RegistryCredentials | undefined> {
  const given = credentials.find(({ host }) => configKey(host) === configKey(registry));
  if (given) return { user: given.user, password: given.password };
  const key = configKey(registry);
  const auth = config.auths?.[key]?.auth;
  if (auth !== undefined && auth !== '') return decode(auth);
  const helper = config.credHelpers?.[key] ?? config.credsStore;
  return helper === undefined ? undefined : askHelper(helper, key);
}

function decode(auth: string): RegistryCredentials {
  const plain = Buffer.from(auth, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  return { user: plain.slice(0, colon), password: plain.slice(colon + 1) };
}

/** Docker's credential helpers read a host on stdin and answer in JSON; one that knows nothing fails. */
async function askHelper(helper: string, host: string): Promise<RegistryCredentials | undefined> {
  const result = await runProcess({
    command: `docker-credential-${helper}`,
    args: ['get'],
    env: childEnvironment(),
    timeoutMs: 20_000,
    input: host,
  });
  if (result.outcome !== 'exited' || result.exitCode !== 0) return undefined;
  const { Username, Secret } = JSON.parse(result.stdout) as { Username?: unknown; Secret?: unknown };
  return typeof Username === 'string' && typeof Secret === 'string' ? { user: Username, password: Secret } : undefined;
}
