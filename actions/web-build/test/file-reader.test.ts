import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { fileReader } from '../src/site/file-reader.ts';
import { folder } from './site-fixture.ts';

describe('files that are read one after the other', () => {
  const large = 'large '.repeat(100_000);
  const directory = folder({ 'a.js': 'alpha', 'b.js': 'b', 'empty.js': '', 'large.js': large });

  it('are whole, a short one after a long one too', () => {
    const read = fileReader();
    const texts = ['a.js', 'b.js', 'large.js', 'empty.js', 'a.js'].map((file) =>
      read(join(directory, file)).toString(),
    );
    expect(texts).toEqual(['alpha', 'b', large, '', 'alpha']);
  });

  it('share their memory, so that a large site needs little of it', () => {
    const read = fileReader();
    const first = read(join(directory, 'a.js'));
    expect(read(join(directory, 'b.js')).buffer).toBe(first.buffer);
  });
});
