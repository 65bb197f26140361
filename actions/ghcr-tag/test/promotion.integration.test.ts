import { afterEach, describe, expect, it } from '@jest/globals';
import { carryOut, planMoves } from '../src/promotion.ts';
import { promote } from '../src/promote.ts';
import { openImages, type RemoteImage } from '../src/registries.ts';
import { SmallRegistry } from './small-registry.ts';

const nobody = { credentials: [], token: '', actor: '' };
let registry: SmallRegistry;
let images: RemoteImage[];

async function open(broken = ''): Promise<void> {
  registry = new SmallRegistry(broken);
  const host = await registry.start();
  images = openImages([`${host}/o/api`, `${host}/o/web`], nobody, AbortSignal.timeout(20_000));
}

afterEach(() => {
  for (const { client } of images) client.close();
  registry.stop();
});

describe('promoting an image', () => {
  it('puts the same manifest under every tag of every image', async () => {
    await open();
    const api = registry.store('o/api:sha-1', '{"a":1}');
    const web = registry.store('o/web:sha-1', '{"w":1}');
    await promote(images, ['stable', 'latest'], { promote: 'sha-1', push: '' }, { untrusted: '' });
    expect(Object.fromEntries(registry.tags)).toMatchObject({
      'o/api:stable': api,
      'o/api:latest': api,
      'o/web:stable': web,
      'o/web:latest': web,
    });
  });

  it.each([
    ['push is false', 'false', ''],
    ['the run is of a fork', '', 'fork pull request'],
  ] as const)('only shows what would move when %s', async (_, push, untrusted) => {
    await open();
    registry.store('o/api:sha-1', '{"a":1}');
    registry.store('o/web:sha-1', '{"w":1}');
    const { moves } = await promote(images, ['stable'], { promote: 'sha-1', push }, { untrusted });
    expect(moves).toHaveLength(2);
    expect(registry.tags.has('o/api:stable')).toBe(false);
  });

  it('moves nothing where one image lacks it', async () => {
    await open();
    registry.store('o/api:sha-1', '{"a":1}');
    await expect(planMoves(images, 'sha-1', ['stable'])).rejects.toThrow(/There is no sha-1 in .*o\/web/);
  });

  it('puts back what it moved when a later move is refused', async () => {
    await open('o/web:stable');
    registry.store('o/api:sha-1', '{"a":1}');
    registry.store('o/web:sha-1', '{"w":1}');
    const before = registry.store('o/api:stable', '{"a":0}');
    const moves = await planMoves(images, 'sha-1', ['stable']);
    await expect(carryOut(moves, images)).rejects.toThrow('Every tag is where it was.');
    expect(registry.tags.get('o/api:stable')).toBe(before);
  });

  it('says which new tag it could not take back', async () => {
    await open('o/web:stable');
    registry.store('o/api:sha-1', '{"a":1}');
    registry.store('o/web:sha-1', '{"w":1}');
    const moves = await planMoves(images, 'sha-1', ['stable']);
    await expect(carryOut(moves, images)).rejects.toThrow(/could not be put back: .*o\/api:stable\./);
  });

  it('is an error where there is no tag to move', async () => {
    await open();
    await expect(promote(images, [], { promote: 'x', push: '' }, { untrusted: '' })).rejects.toThrow('There is no tag');
  });
});
