import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { startBuildKit, type Engine } from './engine/buildkit.ts';
import { hasDockerEngine, startDockerBuilder } from './engine/docker.ts';
import { ensureArm64Emulation } from './engine/emulation.ts';
import { freePort } from './engine/free-port.ts';
import { ensureBaseImages, type BaseImages } from './base-images/base-images.ts';
import { startServices, type Services } from './services/index.ts';
import { ensureBrowser } from './tools/browser.ts';
import { cacheFolder } from './tools/cache-folder.ts';
import { ensureDebianPrograms } from './tools/debian-packages.ts';
import { goTools } from './tools/go-tools.ts';
import { missingPythons } from './tools/pythons.ts';
import { pythonTools } from './tools/python-tools.ts';

/** Everything a run needs on this machine: folders for PATH, and where scratch goes. */
export interface Tools {
  /** Folders to put first on PATH: Node 24, act and uv, BuildKit and Buildx. */
  readonly path: readonly string[];
  readonly go: string;
  readonly usesDocker: boolean;
}

/** Finds or fetches the tools, saying what takes time. */
export async function ensureTools(say: (message: string) => void): Promise<Tools> {
  const usesDocker = await hasDockerEngine();
  await ensureDebianPrograms(
    usesDocker ? ['docker-registry'] : ['runc', 'qemu-aarch64-static', 'skopeo', 'docker-registry', 'mmdebstrap'],
    say,
  );
  await ensureBrowser(say);
  const python = await pythonTools(say);
  const go = usesDocker ? '' : await goTools(say);
  const missing = await missingPythons();
  if (missing.length > 0)
    say(
      `Not found here: Python ${missing.join(', ')}. The tests ask uv for them; with pyenv: pyenv install ${missing.join(' ')}`,
    );
  return { path: [dirname(process.execPath), python, ...(go === '' ? [] : [go])], go, usesDocker };
}

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
