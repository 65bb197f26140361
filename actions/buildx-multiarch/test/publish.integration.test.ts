import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isAttestation, platformName, type Descriptor } from '@data-profiler-actions/oci';
import { syftTool } from '../../../packages/local-pipeline/src/tools/python-tools.ts';
import { fileOf, openWorkshop, type Workshop } from './workshop/workshop.ts';

let shop: Workshop;

beforeAll(async () => {
  shop = await openWorkshop();
});
afterAll(() => shop.stop());

const image = (name: string): string => `${shop.registry}/org/${name}`;

async function descriptors(name: string, reference: string): Promise<readonly Descriptor[]> {
  const manifest = await shop.manifest(`org/${name}`, reference);
  return manifest?.kind === 'index' ? manifest.manifests : [];
}

/** Platform and digest of each image of an index. */
async function images(name: string, reference = 'latest'): Promise<string[]> {
  const all = await descriptors(name, reference);
  return all.flatMap((each) =>
    isAttestation(each) || !each.platform ? [] : [`${platformName(each.platform)} ${each.digest}`],
  );
}

describe('one image for two platforms', () => {
  let onNodes: string[];

  it('is built on a node for each, in one step, and published as one index under every tag', async () => {
    const run = await shop.run({ image: image('nodes') });
    expect(run.log).toContain('Preflight passed');
    expect(run.exitCode).toBe(0);
    onNodes = await images('nodes');
    expect(onNodes.map((line) => line.split(' ')[0])).toEqual(['linux/amd64', 'linux/arm64']);
    expect(await descriptors('nodes', 'latest')).toHaveLength(4);
    const tags = ['main', 'sha-0123456', 'latest'];
    expect(run.outputs['tags']).toBe(tags.map((tag) => `${image('nodes')}:${tag}`).join('\n'));
    for (const tag of tags) expect((await shop.manifest('org/nodes', tag))?.digest).toBe(run.outputs['digest']);
    for (const words of ['Published', 'native', 'Timeline of stages', 'docker pull'])
      expect(run.summary).toContain(words);
  });

  it.each(['amd64', 'arm64'])('holds for %s what its RUN made there', (architecture) => {
    const backend = shop.services.registry.backendUrl;
    expect(fileOf(backend, `${image('nodes')}:latest`, architecture, 'architecture')).toBe(`${architecture}\n`);
  });

  it('has the same digests when one builder emulates the other platform, and says so', async () => {
    const run = await shop.run({ image: image('one'), nodes: '', builder: 'one' }, shop.builders);
    expect(run.exitCode).toBe(0);
    expect(await images('one')).toEqual(onNodes);
    expect(run.log).toContain('linux/arm64: emulated.');
    const platforms = JSON.parse(run.outputs['platforms'] ?? '') as {
      emulated: boolean;
      size: number;
      digest: string;
    }[];
    expect(platforms.map(({ emulated }) => emulated)).toEqual([false, true]);
    expect(platforms.every(({ size, digest }) => size > 1000 && /^sha256:/.test(digest))).toBe(true);
  });

  it('has the same digests when legs on two builders are merged, the newest attempt of each', async () => {
    const exchange = { image: image('legs'), exchange: 'artifact' };
    const results = shop.services.results.environment;
    const leg = (platform: string, more: object, attempt: string) =>
      shop.run(
        {
          ...exchange,
          mode: 'build',
          platforms: platform,
          nodes: shop.nodes.split('\n').find((line) => line.startsWith(platform)) ?? '',
          ...more,
        },
        { ...results, GITHUB_RUN_ATTEMPT: attempt },
      );
    const other = await leg('linux/amd64', { 'build-args': 'CONTENT=older' }, '1');
    const early = await shop.run({ ...exchange, mode: 'merge' }, results);
    expect(early.log).toContain('linux/arm64 is missing');
    expect(await shop.client.listTags('org/legs')).toEqual([]);
    const legs = await Promise.all([leg('linux/amd64', {}, '2'), leg('linux/arm64', {}, '2')]);
    expect([other, ...legs].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const merged = await shop.run({ ...exchange, mode: 'merge' }, { ...results, PATH: '/nowhere' });
    expect(merged.exitCode).toBe(0);
    expect(await images('legs')).toEqual(onNodes);
    expect(await descriptors('legs', 'latest')).toHaveLength(4);
    const platforms = JSON.parse(merged.outputs['platforms'] ?? '') as { seconds: number }[];
    expect(platforms.every(({ seconds }) => seconds > 0)).toBe(true);
  });

  it('gets no tag from a builder of several nodes before it is whole', async () => {
    const run = await shop.run({ image: image('two'), nodes: '', builder: 'two', mode: 'build' }, shop.builders);
    expect(run.exitCode).toBe(0);
    expect(await shop.client.listTags('org/two')).toEqual([]);
    expect(await images('two', run.outputs['digest'])).toEqual(onNodes);
    const merged = await shop.run({ image: image('two'), mode: 'merge', digests: run.outputs['digest'] ?? '' });
    expect(merged.exitCode).toBe(0);
    expect(await images('two')).toEqual(onNodes);
  });

  it('says in labels and annotations where it comes from', async () => {
    const index = await shop.manifest('org/nodes', 'latest');
    const revision = { 'org.opencontainers.image.revision': '0123456789abcdef0123456789abcdef01234567' };
    expect(index).toMatchObject({
      annotations: { ...revision, 'org.opencontainers.image.created': '2023-11-14T22:13:20.000Z' },
    });
    const [first] = await descriptors('nodes', 'latest');
    const manifest = await shop.manifest('org/nodes', first?.digest ?? '');
    const config =
      manifest?.kind === 'image' ? await shop.client.getBlob('org/nodes', manifest.config.digest) : Buffer.of();
    expect(JSON.parse(config.toString('utf8'))).toMatchObject({
      created: '2023-11-14T22:13:20Z',
      config: { Labels: { ...revision, 'org.opencontainers.image.version': 'main' } },
    });
  });
});

describe('a cache', () => {
  const forget = (): void => {
    for (const { address } of [shop.amd64, shop.arm64]) spawnSync('buildctl', ['--addr', address, 'prune', '--all']);
  };
  const shares = (outputs: Readonly<Record<string, string>>): number[] =>
    (JSON.parse(outputs['platforms'] ?? '[]') as { cached: number }[]).map(({ cached }) => cached);

  it.each(['gha', 'registry', 'local'])(
    'of kind %s saves a forgetful builder the whole second build',
    async (cache) => {
      const environment = { ...shop.services.results.environment, RUNNER_TOOL_CACHE: join(shop.folder, 'tool-cache') };
      const inputs = { image: image(`cache-${cache}`), cache, 'build-args': `CONTENT=${cache}` };
      forget();
      const first = await shop.run(inputs, environment);
      expect(shares(first.outputs)).toEqual([0, 0]);
      forget();
      const second = await shop.run(inputs, environment);
      expect(second.exitCode).toBe(0);
      expect(Math.min(...shares(second.outputs))).toBeGreaterThan(0.9);
      expect(second.log).not.toContain('::warning');
    },
  );

  it('of one image and platform is never another’s', async () => {
    const environment = shop.services.results.environment;
    const inputs = (name: string) => ({ image: image(name), cache: 'gha', 'build-args': `CONTENT=${name}` });
    for (const name of ['left', 'right']) await shop.run(inputs(name), environment);
    forget();
    for (const name of ['left', 'right'])
      expect(Math.min(...shares((await shop.run(inputs(name), environment)).outputs))).toBeGreaterThan(0.9);
  });
});

describe('a build that pushes nothing', () => {
  it('into an archive gives the digest and the platforms that the archive holds', async () => {
    const run = await shop.run(
      { image: image('archive'), nodes: '', builder: 'one', output: 'out/image.tar' },
      shop.builders,
    );
    expect(run.exitCode).toBe(0);
    const tar = join(shop.workspace, 'out', 'image.tar');
    const index = JSON.parse(spawnSync('tar', ['-xOf', tar, 'index.json'], { encoding: 'utf8' }).stdout) as {
      manifests: Descriptor[];
    };
    expect(run.outputs['digest']).toBe(index.manifests[0]?.digest);
    expect(run.outputs['image']).toBe('');
    const platforms = JSON.parse(run.outputs['platforms'] ?? '[]') as {
      platform: string;
      digest: string;
      size: number;
    }[];
    expect(platforms.map(({ platform, digest }) => `${platform} ${digest}`)).toEqual(await images('nodes'));
    expect(await shop.client.listTags('org/archive')).toEqual([]);
  });

  it('from a fork’s pull request is green, keeps its hands off the registry, and says so once', async () => {
    const event = join(shop.folder, 'fork.json');
    const pull = { number: 7, base: { sha: 'b', ref: 'main' }, head: { sha: 'h', repo: { full_name: 'someone/app' } } };
    writeFileSync(event, JSON.stringify({ pull_request: pull }));
    const before = shop.services.registry.journal.length;
    const run = await shop.run(
      { image: image('fork'), push: 'true', credentials: '' },
      { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge', GITHUB_EVENT_PATH: event },
    );
    expect(run.exitCode).toBe(0);
    expect(run.log.match(/::notice::/g)).toHaveLength(1);
    expect(run.log).toContain('a fork pull request run may not write');
    expect(shop.services.registry.journal.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('gives the digest that the platform’s manifest would have', async () => {
    const inputs = {
      image: image('nodes'),
      platforms: 'linux/amd64',
      nodes: shop.nodes.split('\n')[0] ?? '',
      push: 'false',
    };
    const run = await shop.run(inputs);
    expect(`linux/amd64 ${run.outputs['digest'] ?? ''}`).toBe((await images('nodes'))[0]);
  });
});

describe('what is attached to an image', () => {
  it('is nothing, and no index, where one platform is published without provenance', async () => {
    const inputs = { image: image('single'), platforms: 'linux/amd64', nodes: shop.nodes.split('\n')[0] ?? '' };
    const run = await shop.run({ ...inputs, provenance: 'false', annotations: 'a=1' });
    expect(run.exitCode).toBe(0);
    expect(await shop.manifest('org/single', 'latest')).toMatchObject({ kind: 'image', digest: run.outputs['digest'] });
  });

  it('is said to be lacking where a merge is given the digests of manifests in place of those of the legs', async () => {
    const inputs = { image: image('nodes'), mode: 'merge', tags: 'bare' };
    const digests = (await images('nodes')).map((line) => line.split(' ')[1]).join();
    const run = await shop.run({ ...inputs, digests });
    expect(run.exitCode).toBe(0);
    expect(run.log.match(/::warning::[^\n]*the manifest of linux\/(amd64|arm64) itself/g)).toHaveLength(2);
    const told = await shop.run({ ...inputs, digests, provenance: 'false' });
    expect(told.log).not.toContain('::warning::');
    const index = (await shop.manifest('org/nodes', 'latest'))?.digest ?? '';
    const whole = await shop.run({ ...inputs, digests: index });
    expect(whole.log).not.toContain('::warning::');
  });

  it('is a bill of materials of the scanner that was named, also after a merge', async () => {
    await makeScanner();
    const package_ = 'Package: workshop-tool\nStatus: install ok installed\nVersion: 1.2.3-4\nArchitecture: all\n\n';
    writeFileSync(join(shop.workspace, 'status'), package_);
    const dockerfile = 'FROM scratch\nCOPY status /var/lib/dpkg/status\nCOPY probe-amd64 /probe\n';
    writeFileSync(join(shop.workspace, 'Dockerfile.packages'), dockerfile);
    const built = await shop.run(
      {
        image: image('sbom'),
        mode: 'build',
        nodes: '',
        builder: 'one',
        file: 'Dockerfile.packages',
        sbom: `generator=${image('scanner')}:latest`,
        provenance: 'false',
      },
      shop.builders,
    );
    expect(built.exitCode).toBe(0);
    const run = await shop.run({ image: image('sbom'), mode: 'merge', digests: built.outputs['digest'] ?? '' });
    expect(run.exitCode).toBe(0);
    const attestations = (await descriptors('sbom', 'latest')).filter(isAttestation);
    expect(attestations).toHaveLength(2);
    for (const { digest } of attestations) expect(await packagesIn(digest)).toContain('workshop-tool 1.2.3-4');
  });
});

/** Syft in an image, as BuildKit's own scanner is. */
async function makeScanner(): Promise<void> {
  copyFileSync(await syftTool(console.log), join(shop.workspace, 'syft'));
  writeFileSync(
    join(shop.workspace, 'Dockerfile.scanner'),
    'FROM scratch\nWORKDIR /tmp\nCOPY syft /syft\nCOPY probe-amd64 /probe\nENTRYPOINT ["/probe", "scan"]\n',
  );
  const nodes = shop.nodes.split('\n')[0] ?? '';
  const inputs = { image: image('scanner'), file: 'Dockerfile.scanner', platforms: 'linux/amd64', nodes };
  expect((await shop.run(inputs)).exitCode).toBe(0);
}

/** Names and versions in the bill of materials (SPDX 2.3) of an attestation manifest. */
async function packagesIn(attestation: string): Promise<string[]> {
  const manifest = await shop.manifest('org/sbom', attestation);
  const [layer, ...more] = manifest?.kind === 'image' ? manifest.layers : [];
  expect(more).toEqual([]);
  expect(layer?.annotations?.['in-toto.io/predicate-type']).toBe('https://spdx.dev/Document');
  const statement = JSON.parse((await shop.client.getBlob('org/sbom', layer?.digest ?? '')).toString('utf8')) as {
    predicate: { packages: { name: string; versionInfo?: string }[] };
  };
  return statement.predicate.packages.map(({ name, versionInfo = '' }) => `${name} ${versionInfo}`);
}
