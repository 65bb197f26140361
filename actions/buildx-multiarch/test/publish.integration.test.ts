import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRegistryClient, parseManifest } from '@data-profiler-actions/oci';
import { missingTools, startRealBuilder, type RealBuilder } from './real-builder.ts';

const missing = missingTools('buildx', 'buildkitd', 'docker-registry', 'runc');
// Only a person's laptop may skip; in CI the tests run, and fail by the missing tool's name.
const suite = missing.length === 0 || process.env['CI'] !== undefined ? describe : describe.skip;

suite(
  `publishing an image with real BuildKit and a real registry${missing.length > 0 ? ` (missing: ${missing.join(', ')})` : ''}`,
  () => {
    let real: RealBuilder;
    beforeAll(async () => {
      real = await startRealBuilder();
      writeFileSync(
        join(real.workspace, 'Dockerfile'),
        'FROM scratch\nARG TARGETARCH\nCOPY Dockerfile /built-for-$TARGETARCH\n',
      );
      writeFileSync(join(real.workspace, 'Dockerfile.bad'), 'FROM scratch\nCOPY Dockerfile /\nCOPY nowhere /\n');
    });
    afterAll(() => real.stop());

    it('in one job leaves one index with both platforms and their attestations under every tag', async () => {
      const image = `${real.registry}/org/app`;
      const run = real.run({ image, annotations: 'a=1' });
      expect(run.log).toContain('Preflight passed');
      expect(run.exitCode).toBe(0);
      expect(run.outputs['tags']).toBe(`${image}:main\n${image}:sha-0123456\n${image}:latest`);
      const client = createRegistryClient({ registry: real.registry });
      const stored = await client.getManifest('org/app', 'latest');
      client.close();
      expect(stored?.digest).toBe(run.outputs['digest']);
      const manifest = parseManifest(stored!.bytes, stored!.mediaType);
      expect(manifest).toMatchObject({ kind: 'index', annotations: { a: '1' } });
      expect(manifest.kind === 'index' ? manifest.manifests.length : 0).toBe(4);
    });

    it('in legs that are merged moves no tag before every platform is there', async () => {
      const image = `${real.registry}/org/legs`;
      const legs = ['linux/amd64', 'linux/arm64'].map((platforms) => real.run({ mode: 'build', image, platforms }));
      const digests = legs.map(({ outputs }) => outputs['digest'] ?? '');
      const early = real.run({ mode: 'merge', image, digests: digests[0]! });
      expect(early.exitCode).toBe(1);
      expect(early.log).toContain('linux/arm64 is missing');
      const client = createRegistryClient({ registry: real.registry });
      expect(await client.listTags('org/legs')).toEqual([]);
      const merged = real.run({ mode: 'merge', image, digests: digests.join(',') });
      expect(merged.exitCode).toBe(0);
      expect((await client.listTags('org/legs')).sort()).toEqual(['latest', 'main', 'sha-0123456']);
      client.close();
    });

    it('is red at the failing line of the Dockerfile', () => {
      const run = real.run({ image: `${real.registry}/org/bad`, file: 'Dockerfile.bad' });
      expect(run.exitCode).toBe(1);
      expect(run.log).toContain('file=Dockerfile.bad,line=3');
      expect(run.summary).toContain('>>> COPY nowhere /');
    });

    it('names all mistakes before building', () => {
      const run = real.run({
        image: `${real.registry}/org/app`,
        tags: '.x',
        platforms: 'linux/amd64, linux/s390x',
        file: 'none',
      });
      expect(run.exitCode).toBe(1);
      for (const word of ['".x"', 'linux/s390x', 'names none']) expect(run.log).toContain(word);
    });

    it('pushes nothing from a pull request', async () => {
      const run = real.run(
        { image: `${real.registry}/org/pull` },
        { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/1/merge' },
      );
      expect(run.exitCode).toBe(0);
      expect(run.outputs['image']).toBe('');
      const client = createRegistryClient({ registry: real.registry });
      expect(await client.listTags('org/pull')).toEqual([]);
      client.close();
    });
  },
);
