import { describe, expect, it } from '@jest/globals';
import { findEntry, withinLimit, type CacheEntry } from '../src/services/results/cache-entries.ts';
import { scriptFaults } from '../src/services/faults.ts';
import { covers, grant, needOf, parseScopes } from '../src/services/registry/registry-access.ts';

const entry = (key: string, createdAt: number, more: Partial<CacheEntry> = {}): CacheEntry => ({
  id: key,
  key,
  version: 'v1',
  scope: 'refs/heads/main',
  blob: key,
  size: 10,
  createdAt,
  usedAt: createdAt,
  ...more,
});

describe('which cache is restored', () => {
  const main = ['refs/heads/main'];
  it('is the exact key before a newer one with that prefix', () => {
    expect(findEntry([entry('deps-1', 1), entry('deps-12', 2)], ['deps-1'], 'v1', main)?.key).toBe('deps-1');
  });
  it('is the newest of a prefix, restore keys in their order', () => {
    const entries = [entry('a-1', 1), entry('a-2', 2), entry('b-3', 3)];
    expect(findEntry(entries, ['x', 'a-', 'b-'], 'v1', main)?.key).toBe('a-2');
  });
  it('is of the same version, and of the run’s own ref before the default branch', () => {
    const topic = 'refs/heads/topic';
    const entries = [
      entry('k', 1, { version: 'v2' }),
      entry('k', 2, { id: 'main' }),
      entry('k', 1, { id: 'own', scope: topic }),
    ];
    expect(findEntry(entries, ['k'], 'v1', [topic, ...main])?.id).toBe('own');
    expect(findEntry(entries, ['k'], 'v1', main)?.id).toBe('main');
    expect(findEntry(entries, ['k'], 'v3', main)).toBeUndefined();
  });
  it('is lost when it was used longest ago and all together are too big', () => {
    const { kept, evicted } = withinLimit([entry('old', 1), entry('new', 2), entry('used', 0, { usedAt: 3 })], 20);
    expect(kept.map(({ key }) => key)).toEqual(['used', 'new']);
    expect(evicted.map(({ key }) => key)).toEqual(['old']);
  });
});

describe('who may do what at the registry', () => {
  it('asks for pull to read, push to write, and knows no other routes', () => {
    expect(needOf('HEAD', '/v2/org/app/api/manifests/1.0')).toEqual({
      kind: 'repository',
      scope: { name: 'org/app/api', actions: ['pull'] },
    });
    expect(needOf('PATCH', '/v2/org/app/blobs/uploads/abc')).toEqual({
      kind: 'repository',
      scope: { name: 'org/app', actions: ['push'] },
    });
    expect(needOf('GET', '/v2/_catalog')).toEqual({ kind: 'unknown' });
    expect(needOf('GET', '/v2/')).toEqual({ kind: 'base' });
  });
  it('grants pulls to anyone, and pushes to the run’s token under the owner’s name alone', () => {
    const asked = parseScopes(['repository:org/app:pull,push repository:library/python:pull,push', 'nonsense']);
    expect(grant(asked, { owner: 'Org', mayPush: true })).toEqual([
      { name: 'org/app', actions: ['pull', 'push'] },
      { name: 'library/python', actions: ['pull'] },
    ]);
    expect(grant(asked, { owner: 'Org', mayPush: false })).toEqual([
      { name: 'org/app', actions: ['pull'] },
      { name: 'library/python', actions: ['pull'] },
    ]);
    expect(covers(grant(asked, { owner: 'Org', mayPush: false }), { name: 'library/python', actions: ['push'] })).toBe(
      false,
    );
  });
});

describe('a fault script', () => {
  it('hits the requests it names, as often as it says', () => {
    const next = scriptFaults([{ service: 'api', method: 'POST', path: /sarifs$/, status: 503, times: 2 }]);
    expect(next('registry', 'POST', '/sarifs')).toBeUndefined();
    expect(next('api', 'GET', '/sarifs')).toBeUndefined();
    expect([1, 2, 3].map(() => next('api', 'POST', '/sarifs')?.status)).toEqual([503, 503, undefined]);
  });
});
