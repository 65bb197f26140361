import { isText, objectOf, parseJson } from '../json.ts';
import { childEnvironment } from '../programs/child-environment.ts';
import { runProcess, type ProcessResult } from '../programs/process.ts';
import {
  configKey,
  decodeAuth,
  helperFor,
  type DockerConfig,
  type DockerLogin,
  type OnTrouble,
} from './docker-config.ts';

/** Who Docker is logged in as at a registry, asked in its order: DOCKER_AUTH_CONFIG, the helper of that host, config.json; undefined for nobody. */
export async function dockerLogin(
  registry: string,
  config: DockerConfig,
  onTrouble: OnTrouble = () => undefined,
): Promise<DockerLogin | undefined> {
  const key = configKey(registry);
  const given = decodeAuth(config.given?.[key] ?? {});
  if (given !== undefined) return given;
  const helper = helperFor(key, config);
  return helper === undefined ? decodeAuth(config.auths?.[key] ?? {}) : askHelper(helper, key, onTrouble);
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
  const { Username: user, Secret: password } = objectOf(parseJson(result.stdout));
  return isText(user) && isText(password) ? { user, password } : undefined;
}

/** That a helper knows nothing of a host is no trouble; it says so on stdout (docker/docker-credential-helpers, credentials/error.go). */
function troubleOf({ outcome, exitCode, reason, output }: ProcessResult): string | undefined {
  if (/credentials not found|no credentials|could not be found/i.test(output) && outcome === 'exited') return undefined;
  if (outcome === 'timed-out') return 'it did not answer in time';
  return reason || output.trim().split('\n').at(-1) || `it ended with exit code ${exitCode}`;
}
