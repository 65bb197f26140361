import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../../packages/local-pipeline/src/free-port.ts';
import { answers } from '../../../../packages/local-pipeline/src/tools/run-tool.ts';

/** A BuildKit of its own, as on a machine of its own. */
export interface Daemon {
  /** `tcp://127.0.0.1:PORT` */
  readonly address: string;
  /** The same BuildKit on a socket of its machine: `unix://…`. */
  readonly socket: string;
  readonly pid: number;
  log(): string;
  stop(): Promise<void>;
}

export interface DaemonRequest {
  readonly folder: string;
  /** What it calls its own, first. */
  readonly platforms: readonly string[];
  /** Spoken to in plain HTTP. */
  readonly registries: readonly string[];
  /** Further flags of buildkitd. */
  readonly flags?: readonly string[];
}

export async function startDaemon({ folder, platforms, registries, flags = [] }: DaemonRequest): Promise<Daemon> {
  mkdirSync(folder, { recursive: true });
  const address = `tcp://127.0.0.1:${await freePort()}`;
  const socket = `unix://${join(folder, 'buildkitd.sock')}`;
  const config = join(folder, 'buildkitd.toml');
  const traces = `[otel]\n  socketPath = "${join(folder, 'otel.sock')}"\n`;
  writeFileSync(config, traces + registries.map((host) => `[registry."${host}"]\n  http = true\n`).join(''));
  const logFile = join(folder, 'buildkitd.log');
  const log = openSync(logFile, 'w');
  const worker = platforms.flatMap((platform) => ['--oci-worker-platform', platform]);
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      'buildkitd',
      '--config',
      config,
      '--addr',
      address,
      '--addr',
      socket,
      '--root',
      join(folder, 'root'),
      ...worker,
      ...flags,
    ],
    { stdio: ['ignore', log, log], env: { PATH: process.env['PATH'] } },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(late);
  };
  for (let tries = 0; tries < 120 && child.exitCode === null; tries += 1) {
    if (
      flags.some((flag) => flag.startsWith('--tls'))
        ? /running server/.test(readFileSync(logFile, 'utf8'))
        : await answers('buildctl', ['--addr', address, 'debug', 'workers'])
    )
      return { address, socket, pid: child.pid ?? 0, log: () => readFileSync(logFile, 'utf8'), stop };
    await sleep(100);
  }
  await stop();
  throw new Error(`buildkitd did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
}
