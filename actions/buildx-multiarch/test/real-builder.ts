import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
const path = folders.join(delimiter);

/** Programs of a list that this machine lacks. */
export function missingTools(...names: string[]): string[] {
  return names.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
}

export interface ActionRun {
  readonly exitCode: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** A real registry and a real BuildKit on loopback, and the action started as a runner starts it. */
export interface RealBuilder {
  readonly registry: string;
  readonly workspace: string;
  run(inputs: Readonly<Record<string, string>>, env?: Readonly<Record<string, string>>): ActionRun;
  stop(): void;
}

export async function startRealBuilder(): Promise<RealBuilder> {
  const home = mkdtempSync(join(tmpdir(), 'buildx-multiarch-'));
  const workspace = join(home, 'workspace');
  mkdirSync(workspace);
  const [registryPort, builderPort] = [await freePort(), await freePort()];
  const registry = `127.0.0.1:${registryPort}`;
  writeFileSync(
    join(home, 'registry.yml'),
    `version: 0.1\nlog: {level: error}\nhttp: {addr: "${registry}"}\nstorage: {filesystem: {rootdirectory: ${home}/registry}}\n`,
  );
  writeFileSync(join(home, 'buildkitd.toml'), `[registry."${registry}"]\n  http = true\n`);
  const platforms = ['linux/amd64', 'linux/arm64'].flatMap((platform) => ['--oci-worker-platform', platform]);
  const address = `tcp://127.0.0.1:${builderPort}`;
  const started = [
    start('docker-registry', ['serve', join(home, 'registry.yml')]),
    start('buildkitd', [
      '--config',
      join(home, 'buildkitd.toml'),
      '--addr',
      address,
      '--root',
      join(home, 'buildkit'),
      ...platforms,
    ]),
  ];
  const env = { PATH: path, HOME: home, BUILDX_CONFIG: join(home, 'buildx') };
  const create = ['create', '--name', 'real', '--driver', 'remote', '--use', '--bootstrap', address];
  for (let tries = 0; tries < 100 && spawnSync('buildx', create, { env }).status !== 0; tries += 1) await sleep(100);
  return {
    registry,
    workspace,
    run: (inputs, extra = {}) => runAction(home, workspace, { ...env, ...extra }, inputs),
    stop: () => {
      for (const child of started) child.kill('SIGTERM');
      rmSync(home, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

function start(command: string, args: string[]): ChildProcess {
  return spawn(command, args, { env: { PATH: path, HOME: homedir() }, stdio: 'ignore' });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const defaults = {
  mode: 'all',
  platforms: 'linux/amd64, linux/arm64',
  push: 'auto',
  cache: 'auto',
  provenance: 'auto',
  sbom: 'false',
  exchange: 'none',
  retries: '0',
  'timeout-minutes': '5',
};

function runAction(
  home: string,
  workspace: string,
  env: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>>,
): ActionRun {
  const [output, summary] = [join(home, 'output'), join(home, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  const given = Object.entries({ ...defaults, ...inputs }).map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
  );
  const context = {
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: '0123456789abcdef',
    GITHUB_REPOSITORY: 'org/app',
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: home,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
  };
  const entry = join(import.meta.dirname, '..', 'src', 'index.ts');
  const child = spawnSync(process.execPath, [entry], {
    cwd: workspace,
    env: { ...context, ...env, ...Object.fromEntries(given) },
    encoding: 'utf8',
  });
  return {
    exitCode: child.status ?? -1,
    log: child.stdout + child.stderr,
    outputs: readOutputs(output),
    summary: readFileSync(summary, 'utf8'),
  };
}

function readOutputs(file: string): Record<string, string> {
  const entries = [...readFileSync(file, 'utf8').matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)];
  return Object.fromEntries(entries.map((entry) => [entry[1] ?? '', entry[3] ?? '']));
}
