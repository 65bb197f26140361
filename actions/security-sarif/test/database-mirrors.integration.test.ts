import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { advisories, writeTrivyDatabase } from '../../../packages/local-pipeline/src/advisories/index.ts';
import {
  startRegistryProcess,
  type RegistryProcess,
} from '../../../packages/local-pipeline/src/services/registry/registry-process.ts';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';
import { realProgram } from './lying-tool.ts';
import { runSecuritySarif, type ActionRun } from './run-action.ts';
import { vulnerableProject } from './vulnerable-project.ts';

const scratch = mkdtempSync(join(tmpdir(), 'mirrors-'));
const layerType = 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip';
let registry: RegistryProcess;

beforeAll(async () => {
  registry = await startRegistryProcess(join(scratch, 'registry'), join(scratch, 'storage'));
  await publish('good', databaseFolder('good'));
  const bomb = databaseFolder('bomb');
  truncateSync(join(bomb, 'trivy.db'), 200e6);
  await publish('bomb', bomb);
  await publish('other', databaseFolder('other'), 'application/vnd.oci.image.layer.v1.tar+gzip');
}, 120_000);
afterAll(() => registry.close());

function databaseFolder(name: string): string {
  const cache = join(scratch, name);
  writeTrivyDatabase(cache, advisories);
  return join(cache, 'db');
}

/** Publishes a database as Trivy does: one packed layer. */
async function publish(name: string, folder: string, mediaType = layerType): Promise<void> {
  const archive = join(scratch, `${name}.tar.gz`);
  await runTool('tar', ['-czf', archive, '-C', folder, 'trivy.db', 'metadata.json']);
  const config = await push(name, Buffer.from('{}'));
  const layer = await push(name, readFileSync(archive));
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { ...config, mediaType: 'application/vnd.aquasec.trivy.config.v1+json' },
    layers: [{ ...layer, mediaType }],
  });
  const headers = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
  const stored = await fetch(`http://${registry.host}/v2/${name}/manifests/2`, {
    method: 'PUT',
    headers,
    body: manifest,
  });
  expect(stored.status).toBe(201);
}

async function push(name: string, bytes: Buffer): Promise<{ digest: string; size: number }> {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const started = await fetch(`http://${registry.host}/v2/${name}/blobs/uploads/`, { method: 'POST' });
  const target = new URL(started.headers.get('location') ?? '', `http://${registry.host}`);
  target.searchParams.set('digest', digest);
  const sent = await fetch(target, { method: 'PUT', body: new Uint8Array(bytes) });
  expect(sent.status).toBe(201);
  return { digest, size: bytes.length };
}

/** A tool cache with the real Trivy and no database yet. */
async function emptyToolCache(): Promise<string> {
  const cache = mkdtempSync(join(scratch, 'tool-cache-'));
  const environment = dirname(dirname(await realProgram('trivy')));
  mkdirSync(join(cache, 'security-sarif'));
  symlinkSync(environment, join(cache, 'security-sarif', environment.split('/').at(-1) ?? ''));
  return cache;
}

function scan(toolCache: string, ...mirrors: string[]): Promise<ActionRun> {
  const inputs = { scanners: 'trivy', 'trivy-scanners': 'vuln', upload: 'off', 'fail-on': 'none' };
  const repositories = mirrors.map((name) => `${registry.host}/${name}`).join(',');
  const environment = { RUNNER_TOOL_CACHE: toolCache, TRIVY_DB_REPOSITORY: repositories };
  return runSecuritySarif(vulnerableProject(), inputs, environment);
}

describe('Trivy’s database', () => {
  it('comes from the first mirror that has it, and is kept for the day', async () => {
    const cache = await emptyToolCache();
    const first = await scan(cache, 'missing', 'good');
    expect(first.log).toMatch(/trivy-db: .*\/missing:2: there is no such artifact/);
    expect(first.log).toContain(`trivy-db: fetched from ${registry.host}/good:2`);
    expect(JSON.parse(first.outputs['findings'] ?? '')).toMatchObject({ total: 3 });
    expect(first.summary).toContain('of today');
    const second = await scan(cache, 'missing');
    expect(second.log).not.toContain('missing');
    expect(second.outputs['findings']).toEqual(first.outputs['findings']);
  });

  it.each([
    ['that no mirror has', 'missing', 'there is no such artifact'],
    ['that swells to a thousand times its size', 'bomb', 'the archive holds more than'],
    ['that is something else', 'other', 'it holds no layer of type'],
  ])('%s is scanner-error, and nothing of it is kept', async (_, mirror, words) => {
    const cache = await emptyToolCache();
    const run = await scan(cache, mirror);
    expect([run.exitCode, run.outputs['result'], run.outputs['sarif-files']]).toEqual([1, 'scanner-error', '']);
    expect(run.log).toContain(words);
    expect(readdirSync(join(cache, 'security-sarif')).filter((name) => name.startsWith('trivy-db'))).toEqual([]);
  });
});
