import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import {
  dockerFolder,
  readDockerConfig,
  warning,
  type Credential,
  type DockerConfig,
} from '@data-profiler-actions/action-kit';
import { loginsOf, withHelper } from './docker-config.ts';

/** A Docker and Buildx configuration for this step alone; the user's are read and never written. */
export interface DockerHome {
  readonly env: Readonly<Record<string, string>>;
  /** The user's own. */
  readonly config: DockerConfig;
  remove(): void;
}

type Environment = Readonly<Record<string, string | undefined>>;

const helper = 'step-login';
const variable = (index: number): string => `STEP_LOGIN_${index}`;

/**
 * Logins live in the environment of the step's own children: a helper that holds no secret answers from there. Whatever ends the step, a crash or the
 * runner's SIGKILL, leaves no login behind. Without a folder to work in nothing is made: a merge starts no such child.
 */
export function openDockerHome(
  temp: string | undefined,
  credentials: readonly Credential[],
  env: Environment = process.env,
): DockerHome {
  const home = dockerFolder(env);
  const config = readDockerConfig(env, warning);
  if (temp === undefined) return { env: {}, config, remove: () => undefined };
  const logins = loginsOf(config, credentials);
  const folder = mkdtempSync(join(temp, 'docker-'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(withHelper(config, logins, helper)), { mode: 0o600 });
  for (const part of ['cli-plugins', 'contexts']) {
    if (existsSync(join(home, part))) symlinkSync(join(home, part), join(folder, part));
  }
  copyBuilders(env['BUILDX_CONFIG'] ?? join(home, 'buildx'), join(folder, 'buildx'));
  return {
    env: {
      DOCKER_CONFIG: folder,
      BUILDX_CONFIG: join(folder, 'buildx'),
      DOCKER_AUTH_CONFIG: '',
      PATH: [writeHelper(join(folder, 'bin'), logins), env['PATH'] ?? ''].join(delimiter),
      ...Object.fromEntries(logins.map((login, index) => [variable(index), answerOf(login)])),
    },
    config,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Which builders there are and which is current; not what builds they ran. */
function copyBuilders(from: string, to: string): void {
  const left = new Set(['refs', 'activity', 'history']);
  if (existsSync(from)) cpSync(from, to, { recursive: true, filter: (source) => !left.has(basename(source)) });
  else mkdirSync(to);
}

/** Docker's credential-helper protocol: the host comes on stdin, the answer is JSON (docker/docker-credential-helpers). */
function writeHelper(folder: string, logins: readonly Credential[]): string {
  const cases = logins.map(({ host }, index) => `  ${shellQuote(`get:${host}`)}) printf '%s' "$${variable(index)}" ;;`);
  const lines = [
    '#!/bin/sh',
    'case "$1:$(cat)" in',
    ...cases,
    `  *) echo 'credentials not found in native keychain'; exit 1 ;;`,
    'esac',
    '',
  ];
  mkdirSync(folder);
  writeFileSync(join(folder, `docker-credential-${helper}`), lines.join('\n'), { mode: 0o700 });
  return folder;
}

function answerOf({ host, user, password }: Credential): string {
  return JSON.stringify({ ServerURL: host, Username: user, Secret: password });
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
