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

  it.each(['pytest -k "a or b', "pytest -k 'a", 'pytest "a\\"'])('with an open quote are refused: %s', (line) => {
    expect(splitWords(line)).toEqual({ ok: false, problem: 'has a quote that is never closed' });
  });

  it.each([
    [`a "it's" 'say "x"'`, ['a', "it's", 'say "x"']],
    ["npm ci # don't", ['npm', 'ci']],
    ['a\\ b', ['a b']],
  ])('with closed quotes are split: %s', (line, words) => {
    expect(splitWords(line)).toEqual({ ok: true, words });
  });
});
