import { describe, expect, it } from '@jest/globals';
import { isNewEnough } from '../src/tools/python.ts';

describe('the Python of the scanners', () => {
  it('is 3.10 or newer', () => {
    expect(['3.9', '3.10', '3.14', '2.7'].map(isNewEnough)).toEqual([false, true, true, false]);
  });
});
