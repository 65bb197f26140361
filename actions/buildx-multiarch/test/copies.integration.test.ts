import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRegistryClient, digestOf, type RegistryClient } from '@data-profiler-actions/oci';
import type { Fault } from '../../../packages/local-pipeline/src/services/faults.ts';
import { startServices, type Services } from '../../../packages/local-pipeline/src/services/index.ts';
import { startRegistryProcess } from '../../../packages/local-pipeline/src/services/registry/registry-process.ts';
import { startRun, type ActionRun } from './workshop/run-action.ts';

const token = 'ghs_copiesToken0123456789';
const faults: Fault[] = [];
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

let folder: string;
let services: Services;
let second: Awaited<ReturnType<typeof startRegistryProcess>>;
let behind: RegistryClient;
let hub: RegistryClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'copies-'));
  mkdirSync(join(folder, 'workspace'));
  const places = { scratch: join(folder, 'services'), storage: join(folder, 'storage') };
  services = await startServices({ ...places, repository: 'org/app', actor: 'octo', token, faults });
  second = await startRegistryProcess(join(folder, 'hub'), join(folder, 'hub-storage'));
  behind = createRegistryClient({ registry: services.registry.backendUrl.replace('http://', '') });
  hub = createRegistryClient({ registry: second.host });
});

afterAll(async () => {
  behind.close();
  hub.close();
  await second.close();
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A platform's image of one layer, as a build leg would have pushed it; gives its digest. */
async function pushPlatform(architecture: string): Promise<string> {
  const config = Buffer.from(JSON.stringify({ os: 'linux', architecture, rootfs: { type: 'layers', diff_ids: [] } }));
  const layer = Buffer.from(`layer of ${architecture}`);
  for (const blob of [config, layer]) await behind.putBlob('org/app', blob);
  const describe = (bytes: Buffer, mediaType: string): object => ({
    mediaType,
    digest: digestOf(bytes),
    size: bytes.length,
  });
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: describe(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [describe(layer, 'application/vnd.oci.image.layer.v1.tar')],
    }),
  );
  return behind.putManifest('org/app', digestOf(bytes), { bytes, mediaType: manifestType });
}

async function merge(copies: string): Promise<ActionRun> {
  const digests = await Promise.all(['amd64', 'arm64'].map(pushPlatform));
  const { host } = services.registry;
  return startRun({
    scratch: folder,
    workspace: join(folder, 'workspace'),
    inputs: {
      mode: 'merge',
      image: `${host}/org/app`,
      copies,
      tags: 'one, latest',
      digests: digests.join(','),
      credentials: `${host} octo ${token}`,
      exchange: 'none',
      cache: 'off',
    },
    environment: {},
  }).done;
}

describe('a merge with a second registry', () => {
  it('puts the same index under the same tags there, with everything it names', async () => {
    const run = await merge(`${second.host}/org/app`);
    expect(run.exitCode).toBe(0);
    const [here, there] = await Promise.all([behind, hub].map((client) => client.getManifest('org/app', 'latest')));
    expect(there?.bytes).toEqual(here?.bytes);
    expect(run.outputs['tags']?.split('\n')).toEqual([
      `${services.registry.host}/org/app:one`,
      `${services.registry.host}/org/app:latest`,
      `${second.host}/org/app:one`,
      `${second.host}/org/app:latest`,
    ]);
    expect(await hub.hasBlob('org/app', digestOf(Buffer.from('layer of arm64')))).toBe(true);
  });

  it('that fails there after tags were moved here says which were', async () => {
    const { host } = services.registry;
    faults.push({ service: 'registry', method: 'PUT', path: /org\/second\/manifests\/latest$/, status: 400 });
    const run = await merge(`${host}/org/second`);
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain(`The tag ${host}/org/second:latest could not be moved`);
    expect(run.log).toContain(`Already moved: ${host}/org/app:one, ${host}/org/app:latest, ${host}/org/second:one.`);
  });

  it('is refused before anything is written where the second cannot be reached', async () => {
    const before = await behind.headManifest('org/app', 'one');
    const run = await merge('127.0.0.1:9/org/app');
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(/Input "copies" names the registry 127\.0\.0\.1:9, which cannot be reached/);
    expect(await behind.headManifest('org/app', 'one')).toBe(before);
  });

  it('names every wrong copy', async () => {
    const run = await merge(`${second.host}/org/app:v1\n${services.registry.host}/org/app\nUPPER/app`);
    expect(run.log).toContain('name the image without a tag');
    expect(run.log).toContain('which is `image` itself');
    expect(run.log).toContain('holds "UPPER/app"');
  });
});
