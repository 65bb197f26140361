import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { copyImage, createRegistryClient } from '@data-profiler-actions/oci';
import type { Fault } from '../../../packages/local-pipeline/src/services/index.ts';
import { promote, type Promotion } from '../src/promote/promote.ts';
import { openImages } from '../src/promote/registries.ts';
import { movesForPrograms, promotionBlocks } from '../src/report/promotion-report.ts';
import { promoteSource } from '../src/request/promote-source.ts';
import { openLab, token, type Lab } from './registry-lab.ts';

let lab: Lab;
let number = 0;

beforeAll(async () => {
  lab = await openLab();
});
afterEach(() => {
  lab.faults.length = 0;
});
afterAll(() => lab.close());

interface Request {
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
  readonly source: string;
  readonly push?: '' | 'true' | 'false' | 'force';
  readonly untrusted?: 'fork pull request';
  readonly signal?: AbortSignal;
}

async function run({ repositories, tags, source, push = '', untrusted, signal }: Request): Promise<Promotion> {
  const credentials = [{ host: lab.host, user: 'octocat', password: token }];
  const names = repositories.map((repository) => `${lab.host}/${repository}`);
  const opened = openImages(names, { credentials, token: '', actor: '' }, signal ?? AbortSignal.timeout(60_000));
  const parsed = promoteSource().parse(source);
  try {
    if (!parsed.ok || !parsed.value) throw new Error('no source');
    return await promote(opened.images, tags, parsed.value, push, { untrusted: untrusted ?? '' });
  } finally {
    opened.close();
  }
}

/** Two images of their own for every test, each with an old state under `stable` and `latest` and a new one. */
async function twoImages(): Promise<{ repositories: string[]; old: string[]; fresh: string[] }> {
  number += 1;
  const repositories = [`o/api${number}`, `o/web${number}`];
  const old: string[] = [];
  const fresh: string[] = [];
  for (const repository of repositories) {
    old.push(await lab.seed(repository, 'stable', `old ${repository}`));
    await lab.seed(repository, 'latest', `old ${repository}`);
    fresh.push(await lab.seed(repository, 'sha-1', `new ${repository}`));
  }
  return { repositories, old, fresh };
}

const places = (repositories: readonly string[], tag: string): Promise<(string | undefined)[]> =>
  Promise.all(repositories.map((repository) => lab.behind.headManifest(repository, tag)));

describe('promoting', () => {
  it('puts the same bytes under every tag of every image, and tells the way back', async () => {
    const { repositories, old, fresh } = await twoImages();
    const promotion = await run({ repositories, tags: ['latest', 'stable', 'new'], source: 'sha-1' });
    for (const tag of ['stable', 'latest', 'new']) expect(await places(repositories, tag)).toEqual(fresh);
    expect(movesForPrograms(promotion)).toContainEqual({
      ...{ image: `${lab.host}/${repositories[0]!}`, tag: 'stable', from: old[0], to: fresh[0], moved: true },
    });
    const back = /images: (\S+)\ntags: (\S+)\npromote: (\S+)/.exec(promotionBlocks(promotion).join('\n'));
    await run({ repositories: [back![1]!.replace(`${lab.host}/`, '')], tags: [back![2]!], source: back![3]! });
    expect((await places(repositories, 'latest'))[0]).toBe(old[0]);
  });

  it('writes `latest` last, and nothing at all the second time', async () => {
    const { repositories } = await twoImages();
    const written = (): string[] =>
      lab.services.registry.journal
        .filter(({ method, path }) => method === 'PUT' && path.includes(`${repositories[0]!}/manifests/`))
        .map(({ path }) => path.split('/').at(-1) ?? '');
    await run({ repositories, tags: ['latest', 'stable'], source: 'sha-1' });
    expect(written()).toEqual(['stable', 'latest']);
    await run({ repositories, tags: ['latest', 'stable'], source: 'sha-1' });
    expect(written()).toEqual(['stable', 'latest']);
  });

  it.each([
    ['push is false', { push: 'false' }],
    ['the run is of a fork', { untrusted: 'fork pull request' }],
  ] as const)('only shows what would move when %s', async (_, how) => {
    const { repositories, old } = await twoImages();
    const { moves } = await run({ repositories, tags: ['stable'], source: 'sha-1', ...how });
    expect(moves).toHaveLength(2);
    expect(await places(repositories, 'stable')).toEqual(old);
  });

  it('stays green where a fork’s run cannot even read what it would promote', async () => {
    const { repositories } = await twoImages();
    const { moves } = await run({ repositories, tags: ['x'], source: 'never-pushed', untrusted: 'fork pull request' });
    expect(moves).toEqual([]);
  });

  it('says in the registry’s words what it refused', async () => {
    const { repositories } = await twoImages();
    const names = [`${lab.host}/${repositories[0]!}`];
    const credentials = [{ host: lab.host, user: 'octocat', password: 'wrong' }];
    const opened = openImages(names, { credentials, token: '', actor: '' }, AbortSignal.timeout(60_000));
    const source = { text: 'sha-1', reference: 'sha-1' };
    await expect(promote(opened.images, ['y'], source, '', { untrusted: '' })).rejects.toMatchObject({
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
    await expect(promote(opened.images, ['y'], source, '', { untrusted: '' })).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('127.0.0.1:9') as unknown,
      remedy: expect.stringContaining('Nothing was moved') as unknown,
    });
    opened.close();
  });

  it('moves nothing where one image lacks it', async () => {
    const { repositories, old } = await twoImages();
    await lab.seed(repositories[0]!, 'sha-2', 'more');
    await expect(run({ repositories, tags: ['stable'], source: 'sha-2' })).rejects.toThrow(
      /There is no sha-2 in .*web/,
    );
    expect(await places(repositories, 'stable')).toEqual(old);
  });

  it('does not change what a released version is, unless it is told', async () => {
    const { repositories, fresh } = await twoImages();
    const released = await lab.seed(repositories[0]!, '1.2.3', 'released');
    const request = { repositories: [repositories[0]!], tags: ['stable', '1.2.3'], source: 'sha-1' };
    await expect(run(request)).rejects.toThrow('released versions');
    expect(await places(request.repositories, '1.2.3')).toEqual([released]);
    await run({ ...request, push: 'force' });
    expect(await places(request.repositories, '1.2.3')).toEqual([fresh[0]]);
  });

  it('puts a version tag that is there with the same content, and a line, without being told', async () => {
    const { repositories, fresh } = await twoImages();
    await lab.seed(repositories[0]!, '1.2', 'older');
    await lab.seed(repositories[0]!, '1.2.3', `new ${repositories[0]!}`);
    await run({ repositories: [repositories[0]!], tags: ['1.2', '1.2.3'], source: 'sha-1' });
    expect(await places([repositories[0]!], '1.2')).toEqual([fresh[0]]);
  });

  it('is an error where there is no tag to move', async () => {
    await expect(run({ repositories: ['o/x'], tags: [], source: 'x' })).rejects.toThrow('There is no tag');
  });

  it('takes an image from another repository of the registry', async () => {
    const { repositories, fresh } = await twoImages();
    const target = `o/prod${number}`;
    await run({ repositories: [target], tags: ['live'], source: `${lab.host}/${repositories[0]!}@${fresh[0]!}` });
    expect(await lab.behind.headManifest(target, 'live')).toBe(fresh[0]);
    const source = 'ghcr.io/o/elsewhere:x';
    await expect(run({ repositories: [target], tags: ['live'], source })).rejects.toThrow('another registry');
  });

  it('copies the blobs of a registry that does not mount', async () => {
    const { repositories, fresh } = await twoImages();
    const target = `o/unmounted${number}`;
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

const registryPath = (repository: string, rest: string): RegExp => new RegExp(`^/v2/${repository}/${rest}`);

/** Each fault, and whether the promotion comes through it. */
const faults: [string, boolean, (web: string) => Fault][] = [
  [
    'a write answered 500 once',
    true,
    (web) => ({ method: 'PUT', path: registryPath(web, 'manifests/stable'), status: 500 }),
  ],
  [
    'a write answered 503 on and on',
    false,
    (web) => ({ method: 'PUT', path: registryPath(web, 'manifests/stable'), status: 503, times: 3 }),
  ],
  [
    'a write that is refused',
    false,
    (web) => ({ method: 'PUT', path: registryPath(web, 'manifests/latest'), status: 403 }),
  ],
  [
    'every write to one image refused',
    false,
    (web) => ({ method: 'PUT', path: registryPath(web, 'manifests/'), status: 403, times: 99 }),
  ],
  [
    'a write too many',
    true,
    (web) => ({
      method: 'PUT',
      path: registryPath(web, 'manifests/latest'),
      status: 429,
      headers: { 'retry-after': '0' },
    }),
  ],
  ['a write cut off', true, (web) => ({ method: 'PUT', path: registryPath(web, 'manifests/stable'), reset: true })],
  [
    'a write cut off in its body, on and on',
    false,
    (web) => ({ method: 'PUT', path: registryPath(web, 'manifests/latest'), reset: 10, times: 3 }),
  ],
  [
    'a source that one image lacks',
    false,
    (web) => ({ method: 'GET', path: registryPath(web, 'manifests/sha-1'), status: 404 }),
  ],
  [
    'a source with wrong bytes',
    false,
    (web) => ({
      method: 'GET',
      path: registryPath(web, 'manifests/sha-1'),
      status: 200,
      headers: { 'docker-content-digest': `sha256:${'0'.repeat(64)}` },
      body: '{}',
    }),
  ],
  [
    'a write that is said to be stored as something else',
    false,
    (web) => ({
      method: 'PUT',
      path: registryPath(web, 'manifests/stable'),
      status: 201,
      headers: { 'docker-content-digest': `sha256:${'0'.repeat(64)}` },
    }),
  ],
  [
    'a write that is said to be done and is not',
    false,
    (web) => ({ method: 'PUT', path: registryPath(web, 'manifests/stable'), status: 201 }),
  ],
  [
    'a last look that fails',
    false,
    (web) => ({ method: 'HEAD', path: registryPath(web, 'manifests/latest'), status: 502, times: 3 }),
  ],
  [
    'no right to write to one image',
    false,
    (web) => ({ method: 'POST', path: registryPath(web, 'blobs/uploads/'), status: 403 }),
  ],
  ['no token for one image', false, () => ({ path: /^\/token$/, status: 403, times: 99 })],
];

describe('under a fault every tag is where it was, or every tag is new:', () => {
  it.each(faults)('%s (comes through: %s)', async (_, through, fault) => {
    const { repositories, old, fresh } = await twoImages();
    lab.faults.push(fault(repositories[1]!));
    const outcome = await run({ repositories, tags: ['stable', 'latest'], source: 'sha-1' }).then(
      () => 'done',
      (error: unknown) => String(error),
    );
    if (through) expect(outcome).toBe('done');
    else expect(outcome).not.toBe('done');
    for (const tag of ['stable', 'latest']) expect(await places(repositories, tag)).toEqual(through ? fresh : old);
  });

  it('a step cancelled between two writes', async () => {
    const { repositories, old } = await twoImages();
    const cancellation = new AbortController();
    const path = registryPath(repositories[1]!, 'manifests/stable');
    lab.faults.push({ method: 'PUT', path, delayMilliseconds: 300 });
    const running = run({ repositories, tags: ['stable'], source: 'sha-1', signal: cancellation.signal });
    while (
      !lab.services.registry.journal.some(
        ({ method, path: at }) => method === 'PUT' && at.includes(`${repositories[0]!}/manifests/stable`),
      )
    )
      await new Promise((resolve) => setImmediate(resolve));
    cancellation.abort(new Error('The step was cancelled.'));
    await expect(running).rejects.toThrow('Every tag is where it was.');
    expect(await places(repositories, 'stable')).toEqual(old);
  });

  it('a new tag that cannot be taken back is named, with its place', async () => {
    const { repositories } = await twoImages();
    lab.faults.push({ method: 'PUT', path: registryPath(repositories[1]!, 'manifests/new'), status: 403 });
    const running = run({ repositories, tags: ['new'], source: 'sha-1' });
    await expect(running).rejects.toThrow(/could not be put back: .*:new \(at sha256:/);
  });
});
