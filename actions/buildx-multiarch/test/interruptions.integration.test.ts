import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dangers, leftovers } from './workshop/leftovers.ts';
import type { ActionRun } from './workshop/run-action.ts';
import { openWorkshop, token, type Workshop } from './workshop/workshop.ts';

let shop: Workshop;
const base = 'FROM scratch\nARG TARGETARCH\nCOPY probe-$TARGETARCH /probe\n';

beforeAll(async () => {
  shop = await openWorkshop();
  const write = (name: string, text: string): void => writeFileSync(join(shop.workspace, name), `${base}${text}`);
  write('Dockerfile.sleep', 'RUN ["/probe", "sleep", "60"]\n');
  write('Dockerfile.fill', 'RUN ["/probe", "fill", "64"]\n');
});
afterAll(() => shop.stop());

/** Red with its reason, in time, and nothing left: no tag, no child, no login. */
async function isClean(run: ActionRun, image: string): Promise<void> {
  expect(run.exitCode).toBe(1);
  expect(await shop.client.listTags(image)).toEqual([]);
  expect(leftovers(run, [token])).toEqual([]);
}

const sleeping = (image: string, more: Readonly<Record<string, string>> = {}) => ({
  image: `${shop.registry}/org/${image}`,
  file: 'Dockerfile.sleep',
  ...more,
});

describe('a build that is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by the runner’s %s ends at once and says so', async (signal) => {
    const run = shop.start(sleeping('cancelled'));
    await run.saw(/RUN \["\/probe", "sleep"/);
    run.process.kill(signal);
    const asked = performance.now();
    const ended = await run.done;
    expect(performance.now() - asked).toBeLessThan(7_500);
    expect(ended.log).toContain('the step was cancelled');
    await isClean(ended, 'org/cancelled');
  });

  it('while it is still looking whether it may be done says so, and no mistake', async () => {
    shop.faults({ service: 'registry', method: 'POST', path: /org\/early\/blobs\/uploads/, delayMilliseconds: 3_000 });
    const run = shop.start(sleeping('early'));
    await run.saw(/linux\/arm64 is built on/);
    run.process.kill('SIGTERM');
    const ended = await run.done;
    shop.faults();
    expect(ended.log).toContain('::error::The step was cancelled.');
    expect(ended.log).not.toMatch(/wrong|cannot be reached|Input "/);
    await isClean(ended, 'org/early');
  });

  it('while a tag is moved says which moved and which may have', async () => {
    shop.faults({ service: 'registry', method: 'PUT', path: /org\/tags\/manifests\/two$/, delayMilliseconds: 3_000 });
    const image = `${shop.registry}/org/tags`;
    const run = shop.start({ image, tags: 'one, two, three, latest' });
    await run.saw(/tags:one →/);
    run.process.kill('SIGTERM');
    const ended = await run.done;
    shop.faults();
    expect(ended.exitCode).toBe(1);
    expect(ended.log).toContain(
      `::error::The tag ${image}:two could not be moved: The step was cancelled. Whether the registry moved it all the same is not known. Already moved: ${image}:one.`,
    );
    expect(leftovers(ended, [token])).toEqual([]);
  });

  it('by a crash of the action leaves no login and no child behind', async () => {
    const run = shop.start(sleeping('crashed'));
    await run.saw(/RUN \["\/probe", "sleep"/);
    run.process.kill('SIGKILL');
    const { temp } = await run.done;
    // buildx ends when it finds nobody to report to, at its next word.
    for (let look = 0; look < 100 && dangers({ temp }, [token]).length > 0; look += 1) await sleep(100);
    expect(dangers({ temp }, [token])).toEqual([]);
    expect(await shop.client.listTags('org/crashed')).toEqual([]);
  });

  it('by its time limit names the limit', async () => {
    const run = await shop.run(sleeping('late', { 'timeout-minutes': '0.1' }));
    expect(run.log).toContain('passed its time limit of 0.1 minutes');
    await isClean(run, 'org/late');
  });

  it('by a builder that goes away says which end broke', async () => {
    const builder = await shop.daemon('gone');
    const run = shop.start(sleeping('gone', { platforms: 'linux/amd64', nodes: `linux/amd64=${builder.address}` }));
    await run.saw(/RUN \["\/probe", "sleep"/);
    process.kill(builder.pid, 'SIGKILL');
    const ended = await run.done;
    expect(ended.log).toContain('The builder went away during the build');
    expect(ended.log).not.toContain('try 2 of');
    await isClean(ended, 'org/gone');
  });

  it('by a full disk of the builder says so', async () => {
    const root = join(shop.folder, 'full', 'root');
    mkdirSync(root, { recursive: true });
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', root], { encoding: 'utf8' });
    expect(mounted.stderr).toBe('');
    try {
      const builder = await shop.daemon('full', ['--oci-worker-snapshotter', 'native']);
      const image = `${shop.registry}/org/full`;
      const nodes = `linux/amd64=${builder.address}`;
      const run = await shop.run({ image, file: 'Dockerfile.fill', platforms: 'linux/amd64', nodes });
      expect(run.log).toContain('no space left on device');
      expect(run.log).toContain('A disk is full');
      await isClean(run, 'org/full');
      await builder.stop();
    } finally {
      spawnSync('umount', ['--lazy', root]);
    }
  });
});

describe('a node', () => {
  it('that nobody answers at is named together with everything else that is wrong', async () => {
    const run = await shop.run({ image: `${shop.registry}/org/x`, nodes: 'linux/arm64=tcp://127.0.0.1:1', tags: '.x' });
    expect(run.log).toContain('2 inputs are wrong');
    expect(run.log).toMatch(
      /gives linux\/arm64 to tcp:\/\/127\.0\.0\.1:1, where nobody listens \(connection refused\)/,
    );
    expect(run.seconds).toBeLessThan(10);
    await isClean(run, 'org/x');
  });

  it('behind TLS is reached with the certificates of the environment', async () => {
    const folder = join(shop.folder, 'certificates');
    mkdirSync(folder);
    const file = (name: string): string => join(folder, name);
    const openssl = (...args: string[]): void => {
      const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    };
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=workshop',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      file('key.pem'),
      '-out',
      file('cert.pem'),
    );
    const flags = ['--tlscert', file('cert.pem'), '--tlskey', file('key.pem'), '--tlscacert', file('cert.pem')];
    const builder = await shop.daemon('tls', flags);
    const pem = Object.fromEntries(
      (['cacert', 'cert', 'key'] as const).map((part) => [
        `BUILDER_NODE_0_AUTH_TLS_${part.toUpperCase()}`,
        spawnSync('cat', [file(part === 'key' ? 'key.pem' : 'cert.pem')], { encoding: 'utf8' }).stdout,
      ]),
    );
    const inputs = {
      image: `${shop.registry}/org/tls`,
      platforms: 'linux/amd64',
      nodes: `linux/amd64=${builder.address}`,
    };
    const refused = await shop.run(inputs);
    expect(refused.log).toContain('which does not answer');
    const run = await shop.run(inputs, pem);
    expect(run.exitCode).toBe(0);
    expect(leftovers(run, [(pem['BUILDER_NODE_0_AUTH_TLS_KEY'] ?? '').split('\n')[1] ?? ''])).toEqual([]);
  });
});
