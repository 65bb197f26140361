import { describe, expect, it } from '@jest/globals';
import { KeptLines } from '../src/programs/kept-lines.ts';

const keep = (limit: number, ...blocks: string[]): string => {
  const kept = new KeptLines(limit);
  for (const block of blocks) kept.push(block);
  return kept.text();
};
const long = 'b'.repeat(50);

describe('what is kept of a program’s output', () => {
  it.each([
    ['alone', [`${long}\n`], long],
    ['after another block', ['a\n', `${long}\n`], `… 1 earlier lines left out\n${long}`],
    ['in one block with others', [`a\nb\n${long}\n`], `… 2 earlier lines left out\n${long}`],
  ])('holds a last line that is longer than all that is kept, %s', (_, blocks, expected) => {
    expect(keep(10, ...blocks)).toBe(expected);
  });

  it.each([[['1\n2\n3\n4\n5\n6\n']], [['1\n2\n', '3\n', '4\n5\n6\n']], [['1\n', '2\n', '3\n', '4\n', '5\n', '6\n']]])(
    'is the last lines that fit, however they come: %j',
    (blocks) => {
      expect(keep(6, ...blocks)).toBe('… 3 earlier lines left out\n4\n5\n6');
    },
  );
});
