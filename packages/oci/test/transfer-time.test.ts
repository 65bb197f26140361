import { expect, it } from '@jest/globals';
import { transferMs } from '../src/registry/blobs.ts';

it('a blob of unknown size has a minute, a large one a second more for each megabyte', () => {
  expect(transferMs(0)).toBe(60_000);
  expect(transferMs(2_000_000_000)).toBe(60_000 + 2_000_000);
});
