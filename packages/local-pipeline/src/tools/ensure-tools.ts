import { dirname } from 'node:path';
import { hasDockerEngine } from '../engine/docker.ts';
import { ensureBrowser } from './browser.ts';
import { ensureDebianPrograms } from './debian-packages.ts';
import { goTools } from './go-tools.ts';
import { pythonTools } from './python-tools.ts';
import { missingPythons } from './pythons.ts';

/** What a run needs on this machine. */
export interface Tools {
  /** Folders to put first on PATH: Node 24, act and uv, BuildKit and Buildx. */
  readonly path: readonly string[];
  /** The folder of BuildKit and Buildx; empty where Docker's own are used. */
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
