import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment, UserError } from '@data-profiler-actions/action-kit';
import { isOnPath } from '../tools/debian-packages.ts';
import { answers, runTool } from '../tools/run-tool.ts';
import { freePort } from '../free-port.ts';

export interface Engine {
  /** What to add to a child's environment so that `buildx` has this builder as its current one. */
  readonly environment: Readonly<Record<string, string>>;
  /** Platforms that a builder calls its own, as on a runner of that architecture, and that this machine emulates. */
  readonly emulated: readonly string[];
  close(): Promise<void>;
}

export interface BuildKitOptions {
  /** A folder with buildkitd and buildx. */
  readonly tools: string;
  readonly scratch: string;
  /** Layers stay here between runs. */
  readonly storage: string;
  /** Loopback registries, spoken to over plain HTTP. */
  readonly registries: readonly string[];
}

const startLimitSeconds = 30;

const platforms = ['linux/amd64', 'linux/arm64'];
/** This machine's. */
const own = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';

/**
 * Starts two BuildKits of our own, one a platform as on two runners of different architectures, and a Buildx configuration whose
 * current builder has both as its nodes.
 */
export async function startBuildKit(options: BuildKitOptions): Promise<Engine> {
  const { tools, scratch } = options;
  const started = await Promise.allSettled(platforms.map((platform) => startDaemon(platform, options)));
  const daemons = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const close = async (): Promise<void> => {
    await Promise.all(daemons.map((daemon) => daemon.close()));
  };
  const environment = { BUILDX_CONFIG: join(scratch, 'buildx'), BUILDX_BUILDER: 'local-pipeline' };
  try {
    const failed = started.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    for (const { platform, address } of daemons) {
      const node = ['--name', 'local-pipeline', '--driver', 'remote', '--platform', platform, '--use'];
      const append = platform === platforms[0] ? [] : ['--append'];
      await runTool(join(tools, 'buildx'), ['create', ...node, ...append, address], { env: environment });
    }
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { environment, emulated: platforms.filter((platform) => platform !== own), close };
}

interface Daemon {
  readonly platform: string;
  readonly address: string;
  close(): Promise<void>;
}

async function startDaemon(
  platform: string,
  { tools, scratch, storage, registries }: BuildKitOptions,
): Promise<Daemon> {
  const architecture = platform.replace('linux/', '');
  const [folder, root] = [join(scratch, architecture), join(storage, architecture)];
  for (const each of [folder, root]) mkdirSync(each, { recursive: true });
  const address = `tcp://127.0.0.1:${await freePort()}`;
  const config = join(folder, 'buildkitd.toml');
  // Of several daemons of one machine each needs a trace socket of its own.
  const traces = `[otel]\n  socketPath = "${join(folder, 'otel.sock')}"\n`;
  // Layers of every run before are kept, within bounds.
  const space = '[worker.oci]\n  maxUsedSpace = "4GB"\n';
  writeFileSync(config, traces + space + registries.map((host) => `[registry."${host}"]\n  http = true\n`).join(''));
  const logFile = join(folder, 'buildkitd.log');
  // Both daemons run on this machine, whose own platform comes first: what a Dockerfile pins to it is not emulated.
  const workers = platforms.flatMap((each) => ['--oci-worker-platform', each]);
  const flags = ['--config', config, '--addr', address, '--root', root, ...workers];
  const daemon = startWithUs(join(tools, 'buildkitd'), flags, openSync(logFile, 'w'));
  const ended = new Promise<void>((resolve) => daemon.once('close', () => resolve()).once('error', () => resolve()));
  const close = async (): Promise<void> => {
    daemon.kill('SIGTERM');
    await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
    daemon.kill('SIGKILL');
  };
  try {
    await untilReady(tools, address, () => daemon.exitCode !== null, logFile);
    return { platform, address, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** Starts a daemon that the kernel ends with this process (prctl PR_SET_PDEATHSIG), however that ends: an orphan would hold the storage's lock. */
function startWithUs(command: string, flags: readonly string[], log: number): ChildProcess {
  const [program, ...args] = isOnPath('setpriv')
    ? ['setpriv', '--pdeathsig', 'TERM', command, ...flags]
    : [command, ...flags];
  return spawn(program, args, { stdio: ['ignore', log, log], env: childEnvironment(), detached: true });
}

async function untilReady(tools: string, address: string, hasEnded: () => boolean, logFile: string): Promise<void> {
  for (let tries = 0; tries < startLimitSeconds * 4 && !hasEnded(); tries++) {
    if (await answers(join(tools, 'buildctl'), ['--addr', address, 'debug', 'workers'])) return;
    await sleep(250);
  }
  throw new UserError(
    `BuildKit did not start. Its log ends with:\n${readFileSync(logFile, 'utf8').slice(-1500)}`,
    'It needs root, runc and overlayfs; another buildkitd on the same storage must be stopped first.',
  );
}
