import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { BuildStep, ProgressEvent } from '../src/build/build-progress.ts';
import { CacheWatch } from '../src/cache/cache-watch.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const event = (kind: ProgressEvent['kind'], name: string): ProgressEvent => ({ kind, step: { name } as BuildStep });
const service = 'exporting to GitHub Actions Cache';

/** What a watch with limits of 10 (quiet) and 100 (in all) makes of some work. */
function watch(work: (watch: CacheWatch) => void): boolean {
  const watched = new CacheWatch({ quietMs: 10, totalMs: 100 });
  work(watched);
  const { aborted } = watched.signal;
  watched.stop();
  return aborted;
}

const step = (watched: CacheWatch, milliseconds: number): void => {
  jest.advanceTimersByTime(milliseconds);
  watched.see(event('progressed', service));
};

describe('the watch over a cache', () => {
  it.each([service, 'exporting cache to registry', 'importing cache manifest from gha:1'])(
    'ends a build in which "%s" goes quiet',
    (name) => {
      const ended = watch((watched) => {
        watched.see(event('started', name));
        jest.advanceTimersByTime(11);
      });
      expect(ended).toBe(true);
    },
  );

  it('lets one work that gets on, but not for ever', () => {
    const works = (rounds: number): boolean =>
      watch((watched) => {
        watched.see(event('started', service));
        for (let round = 0; round < rounds; round += 1) step(watched, 9);
      });
    expect([works(10), works(12)]).toEqual([false, true]);
  });

  it('does not mind what is done in time, nor the image itself', () => {
    const ended = watch((watched) => {
      watched.see(event('started', service));
      watched.see(event('completed', service));
      watched.see(event('started', 'exporting to image'));
      jest.advanceTimersByTime(1000);
    });
    expect(ended).toBe(false);
  });
});
