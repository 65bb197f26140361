import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  isAttestation,
  parseManifest,
  referrersTag,
  type Descriptor,
  type StoredManifest,
} from '@data-profiler-actions/oci';
import { startBuildKit, type Engine } from '../../../packages/local-pipeline/src/engine/buildkit.ts';
import { openLab, putBlob, token, type Lab } from './registry-lab.ts';
import { startAction } from './start-action.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
let lab: Lab;
let engine: Engine;
let digest = '';

beforeAll(async () => {
  lab = await openLab();
  const buildkitd = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'buildkitd'))
    .find(existsSync);
  if (buildkitd === undefined) throw new Error('buildkitd is missing: `npm run jest` builds it');
  const backend = lab.services.registry.backendUrl.replace('http://', '');
  const options = {
    tools: dirname(buildkitd),
    scratch: join(lab.scratch, 'builder'),
    storage: join(lab.scratch, 'buildkit'),
  };
  engine = await startBuildKit({ ...options, registries: [backend] });
  const context = join(lab.scratch, 'context');
  mkdirSync(context);
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nARG TARGETARCH\nCOPY Dockerfile /built-for-$TARGETARCH\n');
  const flags = [
    '--platform',
    'linux/amd64,linux/arm64',
    '--provenance',
    'mode=max',
    '--push',
    '-t',
    `${backend}/o/build:run-1`,
  ];
  execFileSync(join(dirname(buildkitd), 'buildx'), ['build', ...flags, context], {
    env: { PATH: process.env['PATH'], HOME: lab.scratch, ...engine.environment },
    stdio: 'pipe',
  });
  digest = (await lab.behind.headManifest('o/build', 'run-1')) ?? '';
  await signImage(digest);
}, 180_000);
afterAll(async () => {
  await engine.close();
  await lab.close();
});

/** A signature as a referrer with a subject, listed by the fallback tag, since this registry keeps no list itself. */
async function signImage(subject: string): Promise<void> {
  const url = lab.services.registry.backendUrl;
  const index = (await lab.behind.getManifest('o/build', subject))!;
  const layer = await putBlob(url, 'o/build', sign(null, Buffer.from(subject), privateKey).toString('base64'));
  const config = await putBlob(url, 'o/build', '{}');
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    ...{ schemaVersion: 2, mediaType, artifactType: 'application/vnd.example.signature' },
    config: { mediaType: 'application/vnd.oci.empty.v1+json', ...config },
    layers: [{ mediaType: 'text/plain', ...layer }],
    subject: { mediaType: index.mediaType, digest: subject, size: index.bytes.length },
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const signature = await lab.behind.putManifest('o/build', 'scratch', { bytes, mediaType });
  const list = {
    ...{ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json' },
    manifests: [{ mediaType, digest: signature, size: bytes.length, artifactType: manifest.artifactType }],
  };
  const stored = { bytes: Buffer.from(JSON.stringify(list)), mediaType: list.mediaType };
  await lab.behind.putManifest('o/build', referrersTag(subject), stored);
}

async function manifestOf(repository: string, reference: string): Promise<StoredManifest> {
  const stored = await lab.behind.getManifest(repository, reference);
  if (!stored) throw new Error(`${repository} lacks ${reference}`);
  return stored;
}

async function children(repository: string, reference: string): Promise<readonly Descriptor[]> {
  const stored = await manifestOf(repository, reference);
  const manifest = parseManifest(stored.bytes, stored.mediaType);
  return manifest.kind === 'index' ? manifest.manifests : [];
}

/** Every platform has an attestation whose statement is about that platform's digest, all blobs being there. */
async function expectAttested(repository: string, reference: string): Promise<void> {
  const all = await children(repository, reference);
  const [attestations, platforms] = [all.filter(isAttestation), all.filter((child) => !isAttestation(child))];
  expect(platforms.map(({ platform }) => platform?.architecture)).toEqual(['amd64', 'arm64']);
  expect(attestations.map(({ annotations }) => annotations?.['vnd.docker.reference.digest'])).toEqual(
    platforms.map((child) => child.digest),
  );
  for (const attestation of attestations) {
    const stored = await manifestOf(repository, attestation.digest);
    const manifest = parseManifest(stored.bytes, stored.mediaType);
    const layers = manifest.kind === 'image' ? manifest.layers : [];
    expect(layers.length).toBeGreaterThan(0);
    for (const layer of layers) {
      const statement = JSON.parse((await lab.behind.getBlob(repository, layer.digest)).toString()) as {
        predicateType: string;
      };
      expect(statement.predicateType).toContain('slsa.dev/provenance');
    }
  }
  for (const platform of platforms) {
    const stored = await manifestOf(repository, platform.digest);
    const manifest = parseManifest(stored.bytes, stored.mediaType);
    if (manifest.kind === 'image')
      for (const blob of [manifest.config, ...manifest.layers]) await lab.behind.getBlob(repository, blob.digest);
  }
}

async function expectSigned(repository: string): Promise<void> {
  const { descriptors } = await lab.behind.listReferrers(repository, digest);
  expect(descriptors).toHaveLength(1);
  const stored = await manifestOf(repository, descriptors[0]!.digest);
  const manifest = parseManifest(stored.bytes, stored.mediaType);
  const blob = await lab.behind.getBlob(repository, manifest.kind === 'image' ? manifest.layers[0]!.digest : '');
  expect(verify(null, Buffer.from(digest), publicKey, Buffer.from(blob.toString(), 'base64'))).toBe(true);
}

/** Another client reads every manifest and blob and hashes them. */
function expectValid(reference: string): void {
  const backend = lab.services.registry.backendUrl.replace('http://', '');
  const run = spawnSync('crane', ['validate', '--remote', `${backend}/${reference}`], { encoding: 'utf8' });
  expect(`${run.stdout}${run.stderr}`).toContain(`PASS: ${backend}/${reference}`);
}

const promote = (inputs: Readonly<Record<string, string>>): ReturnType<typeof startAction> =>
  startAction(lab.scratch, { credentials: `${lab.host} octocat ${token}`, ...inputs });

describe('a multi-platform image with attestations and a signature', () => {
  it('is promoted within its repository byte for byte, its attestations valid', async () => {
    const run = await promote({ images: `${lab.host}/o/build`, promote: digest, tags: 'stable\nlatest' });
    expect(run.log).toContain(`Moved ${lab.host}/o/build:stable to ${digest}`);
    expect(run.status).toBe(0);
    expect(run.outputs['digest']).toBe(digest);
    const [before, after] = [await manifestOf('o/build', 'run-1'), await manifestOf('o/build', 'stable')];
    expect(after.bytes.equals(before.bytes)).toBe(true);
    await expectAttested('o/build', 'latest');
    await expectSigned('o/build');
  });

  it('is promoted to another repository with all that it names and all that refers to it', async () => {
    const run = await promote({
      images: `${lab.host}/o/production`,
      promote: `${lab.host}/o/build:run-1`,
      tags: 'live',
    });
    expect(run.log).toContain(`to ${digest}`);
    expect(run.status).toBe(0);
    expect((await manifestOf('o/production', 'live')).bytes.equals((await manifestOf('o/build', 'run-1')).bytes)).toBe(
      true,
    );
    await expectAttested('o/production', 'live');
    await expectSigned('o/production');
    expectValid('o/production:live');
    const mounts = lab.services.registry.journal.filter(
      ({ path, method, status }) => method === 'POST' && status === 201 && path.includes('o/production'),
    );
    expect(mounts.length).toBeGreaterThan(4);
    expect(lab.services.violations()).toEqual([]);
  });

  it('is rolled back by the digest that the run before told', async () => {
    const old = await lab.seed('o/shop', 'live', 'old');
    const inputs = { images: `${lab.host}/o/shop`, tags: 'live' };
    const run = await promote({ ...inputs, promote: `${lab.host}/o/build@${digest}` });
    expect(run.status).toBe(0);
    const { promoted } = JSON.parse(run.outputs['json'] ?? '{}') as { promoted: { from: string }[] };
    expect(promoted[0]?.from).toBe(old);
    expect(run.summary).toContain(`promote: ${old}`);
    expect((await promote({ ...inputs, promote: promoted[0]!.from })).status).toBe(0);
    expect(await lab.behind.headManifest('o/shop', 'live')).toBe(old);
  });
});
