import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../free-port.ts';

export interface RegistryProcess {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  close(): Promise<void>;
}

/** Starts the real docker-registry on a free port of 127.0.0.1 and waits until it answers. */
export async function startRegistryProcess(scratch: string, storage: string): Promise<RegistryProcess> {
  const host = `127.0.0.1:${await freePort()}`;
  mkdirSync(scratch, { recursive: true });
  mkdirSync(storage, { recursive: true });
  const config = join(scratch, 'registry.yml');
  const log = join(scratch, 'registry.log');
  writeFileSync(config, configuration(host, storage));
  const descriptor = openSync(log, 'w');
  const child = spawn('docker-registry', ['serve', config], {
    stdio: ['ignore', descriptor, descriptor],
    env: { PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none' },
  });
  closeSync(descriptor);
  const failure = new Promise<never>((_, reject) => {
    child.once('error', (error) =>
      reject(
        new Error(
          `docker-registry cannot be started (${error.message}): install it with apt-get install docker-registry`,
        ),
      ),
    );
    child.once('exit', (code) =>
      reject(
        new Error(`docker-registry ended with exit code ${String(code)}:\n${readFileSync(log, 'utf8').slice(-2000)}`),
      ),
    );
  });
  failure.catch(() => undefined);
  // A run that ends without closing its services must not leave the registry behind.
  const atExit = (): void => void child.kill('SIGKILL');
  process.once('exit', atExit);
  child.once('exit', () => process.off('exit', atExit));
  try {
    await Promise.race([failure, answering(host)]);
  } catch (error) {
    await stop(child);
    throw error;
  }
  return { host, close: () => stop(child) };
}

/** JSON is YAML: paths need no other quoting. */
const configuration = (host: string, storage: string): string =>
  JSON.stringify({
    version: 0.1,
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: storage, maxthreads: 100 },
      delete: { enabled: true },
      cache: { blobdescriptor: 'inmemory' },
    },
    http: { addr: host },
  });

async function answering(host: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error('docker-registry did not answer within 10 seconds');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(late);
}
