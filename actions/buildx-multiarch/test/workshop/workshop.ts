import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistryClient, parseManifest, type Manifest, type RegistryClient } from '@data-profiler-actions/oci';
import type { Fault } from '../../../../packages/local-pipeline/src/services/faults.ts';
import {
  startServices,
  type ServiceOptions,
  type Services,
} from '../../../../packages/local-pipeline/src/services/index.ts';
import { startDaemon, type Daemon } from './daemons.ts';
import { addProbe } from './probe.ts';
import { startRun, type ActionRun, type StartedRun } from './run-action.ts';

/** Two BuildKits, one a platform, a registry behind a front like GHCR's, and what GitHub provides to a run. */
export interface Workshop {
  readonly folder: string;
  readonly workspace: string;
  readonly services: Services;
  readonly amd64: Daemon;
  readonly arm64: Daemon;
  /** `nodes` of both. */
  readonly nodes: string;
  /** BUILDX_CONFIG with the builders `one` (a node that emulates arm64) and `two` (a node for each platform). */
  readonly builders: { readonly BUILDX_CONFIG: string };
  /** Host of the front. */
  readonly registry: string;
  /** Played from now on; replaces what was scripted before. */
  faults(...faults: readonly Fault[]): void;
  /** Packages that the token may not write from now on. */
  close(...packages: readonly RegExp[]): void;
  run(inputs: Inputs, environment?: Environment): Promise<ActionRun>;
  start(inputs: Inputs, environment?: Environment): StartedRun;
  /** What a name points to: undefined where it does not exist. */
  manifest(repository: string, reference: string): Promise<(Manifest & { readonly digest: string }) | undefined>;
  /** Of the registry itself, behind the front. */
  readonly client: RegistryClient;
  /** One more BuildKit, for a test to break; the workshop stops it in the end. */
  daemon(name: string, flags?: readonly string[]): Promise<Daemon>;
  stop(): Promise<void>;
}

type Inputs = Readonly<Record<string, string>>;
type Environment = Readonly<Record<string, string>>;

export const token = 'ghs_workshopToken0123456789';

/** One RUN that proves where it ran, and a file that a build argument changes. */
const dockerfile = `FROM scratch
ARG TARGETARCH
COPY probe-\${TARGETARCH} /probe
RUN ["/probe", "arch"]
ARG CONTENT=first
ENV CONTENT=\${CONTENT}
COPY Dockerfile /content/\${CONTENT}
`;

/** How the registry lets people in, where not as GHCR does for a public repository. */
export type RegistryManners = Pick<ServiceOptions, 'identityToken' | 'membersOnly'>;

export async function openWorkshop(manners: RegistryManners = {}): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-'));
  const workspace = await makeWorkspace(folder);
  const faults: Fault[] = [];
  const closedPackages: RegExp[] = [];
  const services = await startServices({
    scratch: join(folder, 'services'),
    storage: join(folder, 'storage'),
    repository: 'org/app',
    actor: 'octo',
    token,
    faults,
    closedPackages,
    ...manners,
  });
  const registry = services.registry.host;
  const registries = [registry];
  const [amd64, arm64] = await Promise.all([
    startDaemon({ folder: join(folder, 'amd64'), platforms: ['linux/amd64'], registries }),
    startDaemon({ folder: join(folder, 'arm64'), platforms: ['linux/arm64'], registries }),
  ]);
  const others: Daemon[] = [];
  const daemon = async (name: string, flags: readonly string[] = []): Promise<Daemon> => {
    const request = { folder: join(folder, name), platforms: ['linux/amd64', 'linux/arm64'], registries, flags };
    const started = await startDaemon(request);
    others.push(started);
    return started;
  };
  const client = createRegistryClient({ registry: services.registry.backendUrl.replace('http://', '') });
  const nodes = `linux/amd64=${amd64.address}\nlinux/arm64=${arm64.address}`;
  const start = (inputs: Inputs, environment: Environment = {}): StartedRun =>
    startRun({
      scratch: folder,
      workspace,
      inputs: {
        nodes: inputs['mode'] === 'merge' ? '' : nodes,
        credentials: `${registry} octo ${token}`,
        cache: 'off',
        exchange: 'none',
        ...inputs,
      },
      environment,
    });
  return {
    folder,
    workspace,
    builders: createBuilders(join(folder, 'buildx'), amd64, arm64),
    services,
    amd64,
    arm64,
    nodes,
    registry,
    client,
    faults: (...next) => void faults.splice(0, faults.length, ...next),
    close: (...next) => void closedPackages.splice(0, closedPackages.length, ...next),
    daemon,
    start,
    run: (inputs, environment) => start(inputs, environment).done,
    manifest: (repository, reference) => readManifest(client, repository, reference),
    stop: async () => {
      client.close();
      await Promise.all([amd64, arm64, ...others].map((each) => each.stop()));
      await services.close();
      unmountUnder(folder);
      rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

/** A BuildKit that was killed leaves the file systems of its containers mounted. */
function unmountUnder(folder: string): void {
  const places = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  for (const place of places.filter((each) => each.startsWith(`${folder}/`))) spawnSync('umount', ['--lazy', place]);
}

async function makeWorkspace(folder: string): Promise<string> {
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'Dockerfile'), dockerfile);
  await addProbe(workspace);
  return workspace;
}

async function readManifest(
  client: RegistryClient,
  repository: string,
  reference: string,
): ReturnType<Workshop['manifest']> {
  const stored = await client.getManifest(repository, reference);
  return stored && { ...parseManifest(stored.bytes, stored.mediaType), digest: stored.digest };
}

function createBuilders(config: string, amd64: Daemon, arm64: Daemon): { readonly BUILDX_CONFIG: string } {
  const environment = { BUILDX_CONFIG: config };
  const create = (...args: string[]): void => {
    const { status, stderr } = spawnSync('buildx', ['create', '--driver', 'remote', ...args], {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  };
  create('--name', 'one', amd64.address);
  create('--name', 'two', '--platform', 'linux/amd64', amd64.address);
  create('--name', 'two', '--append', '--platform', 'linux/arm64', arm64.address);
  return environment;
}

/** Another client's eyes on the registry: a file of the image as it is for an architecture. */
export function fileOf(backend: string, reference: string, architecture: string, path: string): string {
  const source = `docker://${reference.replace(/^[^/]+/, backend.replace('http://', ''))}`;
  const target = mkdtempSync(join(tmpdir(), 'pulled-'));
  const run = (command: string, args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  try {
    run('skopeo', [
      'copy',
      '--quiet',
      '--src-tls-verify=false',
      '--override-arch',
      architecture,
      source,
      `dir:${target}`,
    ]);
    const layers = (JSON.parse(run('cat', [join(target, 'manifest.json')])) as { layers: { digest: string }[] }).layers;
    const found = layers.map(({ digest }) =>
      spawnSync('tar', ['-xzOf', join(target, digest.replace('sha256:', '')), path], { encoding: 'utf8' }),
    );
    return found.filter(({ status }) => status === 0).at(-1)?.stdout ?? '';
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}
