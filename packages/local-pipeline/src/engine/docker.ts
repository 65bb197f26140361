import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers, runTool } from '../tools/run-tool.ts';
import type { Engine } from './buildkit.ts';

/** True where a Docker engine with Buildx answers. */
export async function hasDockerEngine(): Promise<boolean> {
  return (await answers('docker', ['info'])) && (await answers('docker', ['buildx', 'version']));
}

/** A builder in the machine's own Docker engine, on the host's network, so that it reaches registries on loopback. Removed at the end. */
export async function startDockerBuilder(scratch: string, registries: readonly string[]): Promise<Engine> {
  mkdirSync(scratch, { recursive: true });
  const config = join(scratch, 'buildkitd.toml');
  writeFileSync(config, registries.map((host) => `[registry."${host}"]\n  http = true\n`).join(''));
  const name = `local-pipeline-${process.pid}`;
  const driver = ['--driver', 'docker-container', '--driver-opt', 'network=host', '--buildkitd-config', config];
  await runTool('docker', ['buildx', 'create', '--name', name, ...driver, '--bootstrap']);
  return {
    environment: { BUILDX_BUILDER: name },
    emulated: [],
    close: async () => {
      await runTool('docker', ['buildx', 'rm', name]);
    },
  };
}
