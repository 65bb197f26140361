import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isBelow, isInside } from '@data-profiler-actions/action-kit';

describe('a path by its name', () => {
  it.each([
    ['/w/api', true],
    ['/w', true],
    ['/w/..data/x', true],
    ['/w/../x', false],
    ['/', false],
    ['/wide', false],
  ])('%s lies in /w: %s', (path, lies) => {
    expect(isBelow(path, '/w')).toBe(lies);
  });
});

describe('a path with its links followed', () => {
  let root = '';
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'inside-')));
    mkdirSync(join(root, 'w', 'api'), { recursive: true });
    writeFileSync(join(root, 'w', 'file'), '');
    symlinkSync('api', join(root, 'w', 'near'));
    symlinkSync('..', join(root, 'w', 'out'));
    symlinkSync('../later', join(root, 'w', 'broken'));
    symlinkSync('circle', join(root, 'w', 'circle'));
    symlinkSync('w', join(root, 'workspace'));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it.each([
    ['near', true],
    ['near/not/there/yet', true],
    ['..data', true],
    ['out', false],
    ['out/not/there/yet', false],
    ['broken', false],
    ['circle', true],
    ['file/below/a/file', true],
  ])('%s lies in the workspace: %s', (path, lies) => {
    expect(isInside(join(root, 'w', path), join(root, 'workspace'))).toBe(lies);
  });
});
