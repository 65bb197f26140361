import { describe, expect, it } from '@jest/globals';
import { wholeLines } from '../src/programs/whole-lines.ts';

function linesOf(...parts: string[]): string[] {
  const taken: string[] = [];
  const lines = wholeLines((some) => void taken.push(some));
  for (const part of parts) lines.push(part);
  lines.close();
  return taken;
}

describe('text that comes in parts', () => {
  it.each([
    ['many lines at a time', ['a\nb\n', 'c\n'], ['a\nb\n', 'c\n']],
    ['a line that comes in parts', ['a', 'b', 'c\nd', '\n'], ['abc\n', 'd\n']],
    ['a last line without an end', ['a\nb'], ['a\n', 'b\n']],
    ['ends of every kind', ['a\r\nb\rc\n\nd\r'], ['a\nb\nc\n\nd\n']],
    ['an end that comes in two parts, with nothing between them', ['a\r', '', '\nb\n'], ['a\n', 'b\n']],
    ['nothing at all', ['', ''], []],
  ])('is given out as whole lines: %s', (_, parts, expected) => {
    expect(linesOf(...parts)).toEqual(expected);
  });
});
