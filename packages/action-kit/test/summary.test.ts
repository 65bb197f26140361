import { describe, expect, it } from '@jest/globals';
import { codeBlock, escapeMarkdown, joinWithinLimit, table } from '../src/index.ts';

describe('a job summary', () => {
  it('is cut between blocks, in bytes, and says so', () => {
    const block = 'é'.repeat(200);
    const text = joinWithinLimit([block, block, block], 1000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1000);
    expect(text.split(block)).toHaveLength(3);
    expect(text).toContain('left out');
  });

  it('keeps table cells in one row', () => {
    expect(table(['a'], [['x|y\nz']])).toBe('| a |\n| --- |\n| x\\|y z |');
  });

  it('fences code with more ticks than the code holds', () => {
    expect(codeBlock('a ``` b')).toBe('````\na ``` b\n````');
  });

  it('shows untrusted text literally', () => {
    expect(escapeMarkdown('<img> [x](y) @org')).toBe(String.raw`&lt;img&gt; \[x\](y) &#64;org`);
  });
});
