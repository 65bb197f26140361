import { describe, expect, it } from '@jest/globals';
import { legalTag } from '../src/index.ts';

const grammar = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

describe('a legal tag', () => {
  it.each([
    ['main', 'main'],
    ['feature/x', 'feature-x'],
    ['feat/a&b', 'feat-a-b'],
    ['.github-fix', '_github-fix-e01a3b94'],
    ['-.weird', '_.weird-f8bc3a0e'],
  ])('of %s is %s', (raw, name) => {
    expect(legalTag(raw).name).toBe(name);
  });

  it.each(['функция/日本', 'b'.repeat(200), '/', '', '-', '..', `.${'x'.repeat(127)}`])(
    'of %j obeys the grammar and is explained',
    (raw) => {
      expect(legalTag(raw).name).toMatch(grammar);
      expect(legalTag(raw).change).not.toBe('');
    },
  );

  it.each([
    ['.github', '_github'],
    ['-x', '.x'],
    ['функция', '日本'],
  ])('keeps %s apart from %s', (a, b) => {
    expect(legalTag(a).name).not.toBe(legalTag(b).name);
  });

  it('keeps long names apart that begin alike', () => {
    expect(legalTag(`${'b'.repeat(200)}1`).name).not.toBe(legalTag(`${'b'.repeat(200)}2`).name);
  });
});
