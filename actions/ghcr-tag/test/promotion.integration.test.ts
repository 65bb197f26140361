import { afterEach, describe, expect, it } from '@jest/globals';
import { carryOut } from '../src/promote/carry-out.ts';
import { planMoves } from '../src/promote/plan-moves.ts';
import { promote } from '../src/promote/promote.ts';
import { openImages, type RemoteImage } from '../src/promote/registries.ts';
import type { PromoteSource } from '../src/request/promote-source.ts';
import { SmallRegistry } from './small-registry.ts';

const nobody = { credentials: [], token: '', actor: '' };
let registry: SmallRegistry;
let images: RemoteImage[];
let close: () => void;
const source = (text: string): PromoteSource => ({ text, reference: text });

async function open(broken = ''): Promise<void> {
  registry = new SmallRegistry(broken);
  const host = await registry.start();
  const opened = openImages([`${host}/o/api`, `${host}/o/web`], nobody, AbortSignal.timeout(20_000));
  images = [...opened.images];
  close = () => opened.close();
}

afterEach(() => {
  close();
  registry.stop();
});

describe('promoting an image', () => {
  it('puts the same manifest under every tag of every image', async () => {
    await open();
    const api = registry.store('o/api:sha-1', '{"a":1}');
    const web = registry.store('o/web:sha-1', '{"w":1}');
    await promote(images, ['stable', 'latest'], source('sha-1'), '', { untrusted: '' });
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
    const { moves } = await promote(images, ['stable'], source('sha-1'), push, { untrusted });
    expect(moves).toHaveLength(2);
    expect(registry.tags.has('o/api:stable')).toBe(false);
  });

  it('moves nothing where one image lacks it', async () => {
    await open();
    registry.store('o/api:sha-1', '{"a":1}');
    await expect(planMoves(images, source('sha-1'), ['stable'])).rejects.toThrow(/There is no sha-1 in .*o\/web/);
  });

  it('puts back what it moved when a later move is refused', async () => {
    await open('o/web:stable');
    registry.store('o/api:sha-1', '{"a":1}');
    registry.store('o/web:sha-1', '{"w":1}');
    const before = registry.store('o/api:stable', '{"a":0}');
    const moves = await planMoves(images, source('sha-1'), ['stable']);
    await expect(carryOut(moves)).rejects.toThrow('Every tag is where it was.');
    expect(registry.tags.get('o/api:stable')).toBe(before);
  });

  it('says which new tag it could not take back', async () => {
    await open('o/web:stable');
    registry.store('o/api:sha-1', '{"a":1}');
    registry.store('o/web:sha-1', '{"w":1}');
    const moves = await planMoves(images, source('sha-1'), ['stable']);
    await expect(carryOut(moves)).rejects.toThrow(/could not be put back: .*o\/api:stable \(at/);
  });

  it('is an error where there is no tag to move', async () => {
    await open();
    await expect(promote(images, [], source('x'), '', { untrusted: '' })).rejects.toThrow('There is no tag');
  });
});
