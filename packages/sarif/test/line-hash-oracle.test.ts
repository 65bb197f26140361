import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lineHashes } from '../src/index.ts';

const files = 1000;

/** Short words and many blanks, so that lines repeat; every kind of line break; letters of one and of two UTF-16 units. */
const pieces = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'x = 1',
      'return',
      'a',
      '}',
      'def f(x):',
      '    ',
      '\t',
      ' ',
      'é',
      '😀',
      '中文',
      '\u0000',
      '\uFEFF',
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom('\n', '\r\n', '\r', '\r \n', '\n\n') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 130 }) },
);

it(`equals its definition, computed with big integers in another language, on ${files} random files`, () => {
  const texts = fc
    .sample(
      fc.array(pieces, { minLength: 0, maxLength: 90, size: 'max' }).map((parts) => parts.join('')),
      { numRuns: files, seed: 20_261_124 },
    )
    .map((text) => text.toWellFormed());
  const oracle = spawnSync('python3', [join(import.meta.dirname, 'fixtures', 'line_hashes.py')], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 256 * 2 ** 20,
  });
  expect(oracle.stderr).toBe('');
  const expected = JSON.parse(oracle.stdout) as string[][];
  expect(expected).toHaveLength(files);
  expect(expected.flat().length).toBeGreaterThan(10 * files);
  texts.forEach((text, place) => expect([text, lineHashes(text)]).toEqual([text, expected[place]]));
});
