import { describe, expect, it } from '@jest/globals';
import { annotationLines, labelLines } from '../src/request/label-lines.ts';

describe('reading labels', () => {
  it.each([
    ['maintainer=a=b, c', { key: 'maintainer', value: 'a=b, c' }],
    ['"vendor=A, ""B"""', { key: 'vendor', value: 'A, "B"' }],
    ['vendor="A"', { key: 'vendor', value: '"A"' }],
    ['empty=', { key: 'empty', value: '' }],
  ])('%s', (raw, label) => {
    expect(labelLines().parse(raw)).toEqual({ ok: true, value: [label] });
  });

  it.each(['no key', '=value', '"a=one', 'a={{nope}}'])('refuses %s', (line) => {
    expect(labelLines().parse(line).ok).toBe(false);
  });

  it('takes a level of annotations that is nearly right for a mistake', () => {
    const read = annotationLines().parse('indx:a=b');
    expect(read.ok ? '' : read.problem).toContain('unknown level "indx" (did you mean index?)');
    expect(
      ['index:a=b', 'index,manifest:a=b', 'com.example:a=b'].map((raw) => annotationLines().parse(raw).ok),
    ).toEqual([true, true, true]);
  });
});
