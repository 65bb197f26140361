import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { imageLines } from '../src/images/image-lines.ts';
import { imagePrefix, ownerPath, repositoryPath } from '../src/images/image-name.ts';
import { branchList, platformList, pythonList } from '../src/list-checks.ts';
import { runnerLines } from '../src/runners/runner-lines.ts';

const workspace = mkdtempSync(join(tmpdir(), 'plan-'));
mkdirSync(join(workspace, 'api'));
writeFileSync(join(workspace, 'api', 'Dockerfile.api'), 'FROM scratch\n');
const images = imageLines(() => workspace);

describe('image lines', () => {
  it('give image, context and Dockerfile', () => {
    expect(images.parse('# one\napi context=./api/ file=api/Dockerfile.api\n')).toEqual({
      ok: true,
      value: [{ image: 'api', context: 'api', file: 'api/Dockerfile.api' }],
    });
  });

  it('take paths with blanks in quotes', () => {
    mkdirSync(join(workspace, 'my api'));
    expect(images.parse(`api context="my api" file='api'/Dockerfile.api`)).toEqual({
      ok: true,
      value: [{ image: 'api', context: 'my api', file: 'api/Dockerfile.api' }],
    });
  });

  it.each([
    ['api context=my api file=api/Dockerfile.api', 'a path with blanks stands in quotes'],
    ['api context="my api', 'a path with blanks stands in quotes'],
    ['api context=api', 'did you mean file=api/Dockerfile.api?'],
    ['api contxt=api', 'did you mean context=?'],
    ['api context=nowhere', 'is no folder of the workspace (there is api/Dockerfile.api)'],
    ['api context=.', 'the Dockerfile Dockerfile, which does not exist (there is api/Dockerfile.api)'],
    ['API context=api file=api/Dockerfile.api', 'is no image name'],
    ['api context=../x', 'inside the workspace'],
    ['api file=api/Dockerfile.api\napi file=api/Dockerfile.api', 'names api twice'],
  ])('%j is refused: %s', (raw, problem) => {
    expect(images.parse(raw)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });
});

describe('the path of image names', () => {
  const prefix = imagePrefix();

  it.each([
    ['', ''],
    [' Acme/Tools ', 'acme/tools'],
  ])('of %j is %s', (raw, value) => {
    expect(prefix.parse(raw)).toEqual({ ok: true, value });
  });

  it('is the repository’s in lower case, and the owner’s for the image that has the repository’s name', () => {
    expect(repositoryPath('My-Org/App')).toBe('my-org/app');
    expect(ownerPath('My-Org/App')).toBe('my-org');
  });

  it.each(['acme//app', '/acme', 'acme/app:1', 'https://ghcr.io/acme'])('is not %s', (raw) => {
    expect(prefix.parse(raw)).toMatchObject({ ok: false, problem: expect.stringContaining('no path of image names') });
  });
});

describe('runner lines', () => {
  it('give a label or a list of labels', () => {
    expect(runnerLines().parse('light=ubuntu-24.04\nheavy=[self-hosted, linux, "x64"]\nlinux/arm64=[arm]')).toEqual({
      ok: true,
      value: { light: 'ubuntu-24.04', heavy: ['self-hosted', 'linux', 'x64'], 'linux/arm64': 'arm' },
    });
  });

  it.each([
    ['ligth=x', 'did you mean light?'],
    ['heavy=[self-hosted', 'neither a label nor a list'],
    ['heavy=[]', 'neither a label nor a list'],
    ['heavy=two words', 'neither a label nor a list'],
    ['heavy=a\nheavy=b', 'gives heavy twice'],
  ])('%j is refused: %s', (raw, problem) => {
    expect(runnerLines().parse(raw)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });
});

describe('lists', () => {
  it.each([
    [platformList(), 'linux/amd64, arm64', 'is no platform'],
    [platformList(), '', 'at least one'],
    [pythonList(), '3.1', 'quote it'],
    [branchList(), 'release/*', 'is a pattern'],
  ])('refuse what they cannot mean (%#)', (kind, raw, problem) => {
    expect(kind.parse(raw)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });
});
