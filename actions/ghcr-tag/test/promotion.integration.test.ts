import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { copyImage, createRegistryClient } from '@data-profiler-actions/oci';
import { promote } from '../src/promote/promote.ts';
import { openImages } from '../src/registry/remote-images.ts';
import { movesForPrograms, promotionBlocks } from '../src/report/promotion-report.ts';
import { openPromotionLab, registryPath, type PromotionLab } from './promotion-lab.ts';
import { token } from './registry-lab.ts';

let lab: PromotionLab;

beforeAll(async () => {
  lab = await openPromotionLab();
});
afterEach(() => {
  lab.faults.length = 0;
});
afterAll(() => lab.close());

describe('promoting', () => {
  it('puts the same bytes under every tag of every image, and tells the way back', async () => {
    const { repositories, old, fresh } = await lab.twoImages();
    const promotion = await lab.run({ repositories, tags: ['latest', 'stable', 'new'], source: 'sha-1' });
    for (const tag of ['stable', 'latest', 'new']) expect(await lab.places(repositories, tag)).toEqual(fresh);
    expect(movesForPrograms(promotion)).toContainEqual({
      ...{ image: `${lab.host}/${repositories[0]!}`, tag: 'stable', from: old[0], to: fresh[0], moved: true },
    });
    const back = /images: (\S+)\ntags: (\S+)\npromote: (\S+)/.exec(promotionBlocks(promotion).join('\n'));
    await lab.run({ repositories: [back![1]!.replace(`${lab.host}/`, '')], tags: [back![2]!], source: back![3]! });
    expect((await lab.places(repositories, 'latest'))[0]).toBe(old[0]);
  });

  it('writes `latest` last, and nothing at all the second time', async () => {
    const { repositories } = await lab.twoImages();
    const written = (): string[] =>
      lab.services.registry.journal
        .filter(({ method, path }) => method === 'PUT' && path.includes(`${repositories[0]!}/manifests/`))
        .map(({ path }) => path.split('/').at(-1) ?? '');
    await lab.run({ repositories, tags: ['latest', 'stable'], source: 'sha-1' });
    expect(written()).toEqual(['stable', 'latest']);
    await lab.run({ repositories, tags: ['latest', 'stable'], source: 'sha-1' });
    expect(written()).toEqual(['stable', 'latest']);
  });

  it.each([
    ['push is false', { push: 'false' }],
    ['the run is of a fork', { untrusted: 'fork pull request' }],
  ] as const)('only shows what would move when %s', async (_, how) => {
    const { repositories, old } = await lab.twoImages();
    const { moves } = await lab.run({ repositories, tags: ['stable'], source: 'sha-1', ...how });
    expect(moves).toHaveLength(2);
    expect(await lab.places(repositories, 'stable')).toEqual(old);
  });

  it('stays green where a fork’s run cannot even read what it would promote', async () => {
    const { repositories } = await lab.twoImages();
    const { moves } = await lab.run({
      repositories,
      tags: ['x'],
      source: 'never-pushed',
      untrusted: 'fork pull request',
    });
    expect(moves).toEqual([]);
  });

  it('says in the registry’s words what it refused', async () => {
    const { repositories } = await lab.twoImages();
    const names = [`${lab.host}/${repositories[0]!}`];
    const credentials = [{ host: lab.host, user: 'octocat', password: 'wrong' }];
    const opened = openImages(names, { credentials, token: '', actor: '' }, AbortSignal.timeout(60_000));
    const source = { text: 'sha-1', reference: 'sha-1' };
    await expect(promote(opened.images, ['y'], { source, push: '' }, { untrusted: '' })).rejects.toMatchObject({
      message: expect.stringMatching(/^The registry refused: \S+ gave no token .*DENIED/) as unknown,
    });
    opened.close();
  });

  it('says what the network did and what to do where the registry cannot be reached', async () => {
    const opened = openImages(
      ['127.0.0.1:9/o/app'],
      { credentials: [], token: '', actor: '' },
      AbortSignal.timeout(60_000),
    );
    const source = { text: 'x', reference: 'x' };
    await expect(promote(opened.images, ['y'], { source, push: '' }, { untrusted: '' })).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('127.0.0.1:9') as unknown,
      remedy: expect.stringContaining('Nothing was moved') as unknown,
    });
    opened.close();
  });

  it('moves nothing where one image lacks it', async () => {
    const { repositories, old } = await lab.twoImages();
    await lab.seed(repositories[0]!, 'sha-2', 'more');
    await expect(lab.run({ repositories, tags: ['stable'], source: 'sha-2' })).rejects.toThrow(
      /There is no sha-2 in .*web/,
    );
    expect(await lab.places(repositories, 'stable')).toEqual(old);
  });

  it('does not change what a released version is, unless it is told', async () => {
    const { repositories, fresh } = await lab.twoImages();
    const released = await lab.seed(repositories[0]!, '1.2.3', 'released');
    const request = { repositories: [repositories[0]!], tags: ['stable', '1.2.3'], source: 'sha-1' };
    await expect(lab.run(request)).rejects.toThrow('released versions');
    expect(await lab.places(request.repositories, '1.2.3')).toEqual([released]);
    await lab.run({ ...request, push: 'force' });
    expect(await lab.places(request.repositories, '1.2.3')).toEqual([fresh[0]]);
  });

  it('puts a version tag that is there with the same content, and a line, without being told', async () => {
    const { repositories, fresh } = await lab.twoImages();
    await lab.seed(repositories[0]!, '1.2', 'older');
    await lab.seed(repositories[0]!, '1.2.3', `new ${repositories[0]!}`);
    await lab.run({ repositories: [repositories[0]!], tags: ['1.2', '1.2.3'], source: 'sha-1' });
    expect(await lab.places([repositories[0]!], '1.2')).toEqual([fresh[0]]);
  });

  it('is an error where there is no tag to move', async () => {
    await expect(lab.run({ repositories: ['o/x'], tags: [], source: 'x' })).rejects.toThrow('There is no tag');
  });

  it('takes an image from another repository of the registry', async () => {
    const { repositories, fresh } = await lab.twoImages();
    const target = lab.unused('prod');
    await lab.run({ repositories: [target], tags: ['live'], source: `${lab.host}/${repositories[0]!}@${fresh[0]!}` });
    expect(await lab.behind.headManifest(target, 'live')).toBe(fresh[0]);
    const source = 'ghcr.io/o/elsewhere:x';
    await expect(lab.run({ repositories: [target], tags: ['live'], source })).rejects.toThrow('another registry');
  });

  it('copies the blobs of a registry that does not mount', async () => {
    const { repositories, fresh } = await lab.twoImages();
    const target = lab.unused('unmounted');
    // What such a registry does: it answers a mount with the address of an ordinary upload.
    for (let blob = 0; blob < 2; blob += 1) {
      const started = await fetch(`${lab.services.registry.backendUrl}/v2/${target}/blobs/uploads/`, {
        method: 'POST',
      });
      const { pathname, search } = new URL(started.headers.get('location') ?? '');
      lab.faults.push({
        method: 'POST',
        path: registryPath(target, 'blobs/uploads/'),
        status: 202,
        headers: { location: `${pathname}${search}` },
      });
    }
    const client = createRegistryClient({ registry: lab.host, credentials: { user: 'o', password: token } });
    const stored = await client.getManifest(repositories[0]!, fresh[0]!);
    await copyImage(client, { from: repositories[0]!, to: target }, stored!);
    client.close();
    expect(await lab.behind.headManifest(target, fresh[0]!)).toBe(fresh[0]);
  });
});
