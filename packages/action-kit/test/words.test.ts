import { describe, expect, it } from '@jest/globals';
import { splitWords } from '../src/index.ts';

describe('a command line', () => {
  it('is split as a shell would, and operators are refused', () => {
    expect(splitWords(`pip install -r 'a b.txt' $X tests/*.py`)).toEqual({
      ok: true,
      words: ['pip', 'install', '-r', 'a b.txt', '$X', 'tests/*.py'],
    });
    expect(splitWords('pip install a && pip install b')).toMatchObject({ ok: false });
  });
});
