import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { leftovers } from './workshop/leftovers.ts';
import type { ActionRun } from './workshop/run-action.ts';
import { openWorkshop, token, type Workshop } from './workshop/workshop.ts';

let shop: Workshop;
const tags = ['main', 'sha-0123456', 'latest'];
const ever = 999;

beforeAll(async () => {
  shop = await openWorkshop();
});
afterAll(() => shop.stop());
beforeEach(() => {
  shop.faults();
  shop.close();
});

function build(content: string): Promise<ActionRun> {
  const inputs = { image: `${shop.registry}/org/cache-faults`, 'build-args': `CONTENT=${content}`, cache: 'gha' };
  return shop.run(inputs, shop.services.results.environment);
}

/** Green is only what has published this very build, under all its tags, and said so. */
async function expectGreen(run: ActionRun, says: RegExp): Promise<void> {
  expect(run.log).toMatch(says);
  expect(run.exitCode).toBe(0);
  for (const tag of tags) expect(await shop.client.headManifest('org/cache-faults', tag)).toBe(run.outputs['digest']);
  expect(leftovers(run, [token])).toEqual([]);
}

describe('a cache service', () => {
  it('that is down is left out', async () => {
    shop.faults({ service: 'results', path: /CacheService/, status: 503, times: ever });
    const run = await build('cache-down');
    await expectGreen(run, /cache service is left out of this build: it answers HTTP 503/);
  });

  it('that hangs is left out', async () => {
    shop.faults({ service: 'results', path: /CacheService/, delayMilliseconds: 12_000, times: ever });
    const run = await build('cache-hangs');
    await expectGreen(run, /cache service is left out of this build: .*no answer within/);
    expect(run.seconds).toBeLessThan(30);
  });

  it('to which another leg writes the same layer at the same moment is written once more', async () => {
    const taken = { ok: false, signed_upload_url: '', message: 'cache entry already exists' };
    shop.faults({ service: 'results', path: /CreateCacheEntry/, status: 200, body: taken });
    const run = await build('cache-collision');
    await expectGreen(run, /the cache is written once more/);
    expect(run.log).not.toContain('The cache was not written');
  });

  it('that says with a conflict, as GitHub’s does, that a layer is there already leaves nothing unwritten', async () => {
    const taken = {
      code: 'already_exists',
      msg: 'cache entry with the same key, version, and scope already exists',
    };
    shop.faults({ service: 'results', path: /CreateCacheEntry/, status: 409, body: taken });
    const run = await build('cache-conflict');
    await expectGreen(run, /Cache: gha/);
    expect(run.log).not.toContain('The cache was not written');
  });

  it('to which nothing can be written leaves the build green', async () => {
    shop.faults({ service: 'results', path: /CreateCacheEntry/, status: 403, times: ever });
    const run = await build('cache-read-only');
    await expectGreen(run, /The cache was not written/);
  });
});
