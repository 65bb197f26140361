import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { UserError } from '@data-profiler-actions/action-kit';
import type { Fault } from '../../../packages/local-pipeline/src/services/index.ts';
import { openPromotionLab, registryPath, type PromotionLab } from './promotion-lab.ts';

let lab: PromotionLab;

beforeAll(async () => {
  lab = await openPromotionLab();
});
afterEach(() => {
  lab.faults.length = 0;
});
afterAll(() => lab.close());

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
    const { repositories, old, fresh } = await lab.twoImages();
    lab.faults.push(fault(repositories[1]!));
    const outcome = await lab.run({ repositories, tags: ['stable', 'latest'], source: 'sha-1' }).then(
      () => 'done',
      (error: unknown) => String(error),
    );
    if (through) expect(outcome).toBe('done');
    else expect(outcome).not.toBe('done');
    for (const tag of ['stable', 'latest']) expect(await lab.places(repositories, tag)).toEqual(through ? fresh : old);
  });

  it('a step cancelled between two writes', async () => {
    const { repositories, old } = await lab.twoImages();
    const cancellation = new AbortController();
    const path = registryPath(repositories[1]!, 'manifests/stable');
    lab.faults.push({ method: 'PUT', path, delayMilliseconds: 300 });
    const running = lab.run({ repositories, tags: ['stable'], source: 'sha-1', signal: cancellation.signal });
    while (
      !lab.services.registry.journal.some(
        ({ method, path: at }) => method === 'PUT' && at.includes(`${repositories[0]!}/manifests/stable`),
      )
    )
      await new Promise((resolve) => setImmediate(resolve));
    cancellation.abort(new UserError('The step was cancelled.'));
    await expect(running).rejects.toThrow('The promotion failed: The step was cancelled. Every tag is where it was.');
    expect(await lab.places(repositories, 'stable')).toEqual(old);
  });

  it('a new tag that cannot be taken back is named, with its place', async () => {
    const { repositories } = await lab.twoImages();
    lab.faults.push({ method: 'PUT', path: registryPath(repositories[1]!, 'manifests/new'), status: 403 });
    const running = lab.run({ repositories, tags: ['new'], source: 'sha-1' });
    await expect(running).rejects.toThrow(
      /^The promotion failed: \S+:new was not written: .*HTTP 403.* could not be put back: .*:new \(at sha256:/,
    );
  });
});
