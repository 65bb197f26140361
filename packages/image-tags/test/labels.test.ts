import { describe, expect, it } from '@jest/globals';
import { annotationLines, defaultLabels, labelLine, overrideLabels, type SourceFacts } from '../src/index.ts';

const source: SourceFacts = {
  title: 'app',
  description: 'two\nlines',
  url: 'https://github.com/o/app',
  version: 'main',
  created: '2026-01-02T03:04:05.000Z',
  revision: 'abc',
  licenses: '',
};

describe('the default labels', () => {
  it('are all eight, sorted, on one line each, empty where unknown', () => {
    expect(defaultLabels(source).map((label) => labelLine(label).replace('org.opencontainers.image.', ''))).toEqual([
      'created=2026-01-02T03:04:05.000Z',
      'description=two lines',
      'licenses=',
      'revision=abc',
      'source=https://github.com/o/app',
      'title=app',
      'url=https://github.com/o/app',
      'version=main',
    ]);
  });

  it('give way to the user’s own', () => {
    const own = [{ key: 'org.opencontainers.image.title', value: 'Mine' }];
    const labels = overrideLabels(defaultLabels(source), own);
    expect(labels).toHaveLength(8);
    expect(labels).toContainEqual(own[0]);
  });

  it('of a user’s own may be for one level, or for several', () => {
    const own = [
      { key: 'a', value: 'all' },
      { key: 'index:b', value: '2' },
      { key: 'manifest[linux/amd64]:c', value: '3' },
      { key: 'index,manifest[linux/arm64]:d', value: '4' },
      { key: 'com.example:e', value: '5' },
    ];
    expect(annotationLines([{ key: 'a', value: '1' }], ['manifest', 'index'], own)).toEqual([
      ...['manifest:a=all', 'manifest:com.example:e=5'],
      ...['index:a=all', 'index:b=2', 'index:com.example:e=5', 'index:d=4'],
      ...['manifest[linux/amd64]:c=3', 'manifest[linux/arm64]:d=4'],
    ]);
  });

  it('are annotated at manifest and index level', () => {
    expect(annotationLines([{ key: 'a', value: 'b=c' }])).toEqual(['manifest:a=b=c', 'index:a=b=c']);
  });
});
