import { describe, expect, it } from '@jest/globals';
import { decideTagging, type TaggingRequest } from '../src/tagging.ts';

const request: TaggingRequest = {
  subject: { refKind: 'branch', refName: 'main', sha: '0123456789abcdef', defaultBranch: 'main' },
  images: ['ghcr.io/Org/App', 'ghcr.io/org/app'],
  repository: { name: 'app', description: '', url: 'https://github.com/org/app', licenses: 'MIT' },
  created: '2026-01-01T00:00:00.000Z',
  latest: 'auto',
  ownLabels: [],
  ownAnnotations: [],
};

describe('tagging an image', () => {
  it('lowers the image and lists each reference once', () => {
    expect(decideTagging(request).references).toEqual([
      'ghcr.io/org/app:main',
      'ghcr.io/org/app:sha-0123456',
      'ghcr.io/org/app:latest',
    ]);
  });

  it('takes the first tag as the version', () => {
    expect(decideTagging(request)).toMatchObject({ version: 'main' });
  });

  it.each([
    ['true', ['main', 'sha-0123456', 'latest']],
    ['false', ['main', 'sha-0123456']],
  ] as const)('obeys latest: %s', (latest, names) => {
    expect(decideTagging({ ...request, latest }).names).toEqual(names);
  });

  it('gives nothing where no rule applies, instead of inventing a tag', () => {
    expect(
      decideTagging({ ...request, subject: { refKind: 'other', refName: '', sha: '', defaultBranch: 'main' } })
        .references,
    ).toEqual([]);
  });
});
