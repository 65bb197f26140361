import { describe, expect, it } from '@jest/globals';
import { findingsIn, idsIn } from './site-fixture.ts';

describe('budgets', () => {
  const files = {
    'index.html': '<script type="module" src="/a.js"></script>',
    'a.js': 'import "./b.js"; import("./c.js")',
    'b.js': '12345',
    'c.js': '1'.repeat(900),
    '.well-known/a.json': ' '.repeat(90),
  };

  it.each([
    ['initial-js 0.03 kB', ['budget']],
    ['initial-js 0.1 kB', []],
    ['total 500 B', ['budget']],
    ['total 500 B gzip', []],
    ['*.js 0.9 kB', ['budget']],
    ['**/*.json 80 B', ['budget']],
    ['./c.js 1 kB', []],
    ['./c.js 80 B', ['budget']],
  ])('%s', async (line, ids) => {
    expect(await idsIn(files, { budgets: [line] })).toEqual(ids);
  });
});

describe('a budget that is passed by a little', () => {
  it('says by how many bytes', async () => {
    const [found] = await findingsIn({ 'a.css': 'a'.repeat(1001) }, { budgets: ['*.css 1 kB'] });
    expect(found?.message).toBe('*.css is 1.00 kB, 1 byte over its budget of 1.00 kB');
  });
});
