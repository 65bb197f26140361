import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensureBaseImages, type BaseImages } from './base-images/base-images.ts';
import { startBuildKit, type Engine } from './engine/buildkit.ts';
import { startDockerBuilder } from './engine/docker.ts';
import { ensureArm64Emulation } from './engine/emulation.ts';
import { freePort } from './free-port.ts';
import { startServices, type Services } from './services/index.ts';
import { cacheFolder } from './tools/cache-folder.ts';
import type { Tools } from './tools/ensure-tools.ts';

/** The services and the builder of one run. */
export interface Workplace {
  readonly services: Services;
  readonly engine: Engine;
  readonly bases: BaseImages | Record<string, never>;
  /** A temporary folder, gone with the services. */
  readonly scratch: string;
  close(): Promise<void>;
}

export interface WorkplaceRequest {
  readonly repository: string;
  readonly actor: string;
  readonly token: string;
  readonly ref: string;
  /** The token may read and not write, as a fork's and Dependabot's. */
  readonly readOnly: boolean;
}

/** The usual port of the registry front: image names stay the same from run to run. */
const registryPort = 5055;

/** Starts what GitHub would provide, and a builder. */
export async function openWorkplace(
  tools: Tools,
  request: WorkplaceRequest,
  say: (message: string) => void,
): Promise<Workplace> {
  process.env['PATH'] = [...tools.path, process.env['PATH']].join(delimiter);
  const scratch = mkdtempSync(join(tmpdir(), 'local-pipeline-'));
  const storage = cacheFolder('storage');
  mkdirSync(storage, { recursive: true });
  const running: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const each of running.splice(0).reverse()) await each.close();
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    const services = await startServices({
      scratch,
      storage,
      ...request,
      registryPort: await freePort(registryPort),
      state: { checkout: join(scratch, 'repository') },
    });
    running.push(services);
    const backend = services.registry.backendUrl.replace('http://', '');
    const registries = [services.registry.host, backend];
    const engine = tools.usesDocker
      ? await startDockerBuilder(join(scratch, 'builder'), registries)
      : await startOwnBuilder(tools, scratch, storage, registries);
    running.push(engine);
    const { environment } = engine;
    const bases = tools.usesDocker
      ? {}
      : await ensureBaseImages({ backend, host: services.registry.host, tools: tools.go, environment, say });
    return { services, engine, bases, scratch, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function startOwnBuilder(
  tools: Tools,
  scratch: string,
  storage: string,
  registries: readonly string[],
): Promise<Engine> {
  await ensureArm64Emulation();
  return startBuildKit({
    tools: tools.go,
    scratch: join(scratch, 'builder'),
    storage: join(storage, 'buildkit'),
    registries,
  });
}
