import { describe, expect, it } from '@jest/globals';
import { indexVariables, isNewEnough } from '../src/tools/python.ts';

describe('the Python of the scanners', () => {
  it('is 3.10 or newer', () => {
    expect(['3.9', '3.10', '3.14', '2.7'].map(isNewEnough)).toEqual([false, true, true, false]);
  });

  it('takes packages from the index that either installer was given', () => {
    const mirror = 'https://mirror/simple';
    expect(indexVariables({ PIP_INDEX_URL: mirror })).toEqual({ UV_DEFAULT_INDEX: mirror, PIP_INDEX_URL: mirror });
    expect(indexVariables({ UV_INDEX_URL: mirror })).toMatchObject({ PIP_INDEX_URL: mirror });
    expect(indexVariables({})).toEqual({});
  });
});
