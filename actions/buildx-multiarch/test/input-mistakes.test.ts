import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readActionInputs } from '../src/inputs.ts';
import { dockerfileOf, readDockerfile } from '../src/request/dockerfile.ts';
import { fileMistakes } from '../src/request/file-mistakes.ts';

const usual = {
  INPUT_MODE: 'all',
  INPUT_PLATFORMS: 'linux/amd64',
  INPUT_PUSH: 'auto',
  INPUT_CACHE: 'auto',
  INPUT_PROVENANCE: 'auto',
  INPUT_SBOM: 'false',
  INPUT_EXCHANGE: 'artifact',
  INPUT_RETRIES: '2',
  'INPUT_TIMEOUT-MINUTES': '60',
};

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
});
afterEach(() => rmSync(workspace, { recursive: true }));

/** The mistakes of a step with these inputs in a workspace of these (empty) files. */
function mistakesOf(given: Readonly<Record<string, string>>, files: readonly string[] = ['Dockerfile']): string[] {
  for (const file of files) {
    mkdirSync(dirname(join(workspace, file)), { recursive: true });
    writeFileSync(join(workspace, file), '');
  }
  const named = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const);
  const { inputs, mistakes } = readActionInputs({ ...usual, ...Object.fromEntries(named) });
  const dockerfile = readDockerfile(dockerfileOf(inputs), workspace, inputs.buildArgs);
  const all = [...mistakes, ...fileMistakes(inputs, dockerfile, workspace, {})];
  return all.map(({ input, problem }) => `${input} ${problem}`);
}

describe('a step’s inputs', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['a secret’s file with a comma in its name', { 'secret-files': 'a=one,two' }, ['Dockerfile', 'one,two']],
    ['an annotation for each level', { annotations: 'index:a=1\nmanifest:a=2\nb=3\nx:y=4' }, ['Dockerfile']],
    ['a scanner with options', { sbom: 'generator=reg.example/scan:1,offline=1' }, ['Dockerfile']],
    [
      'an OCI layout',
      { 'build-contexts': 'base=oci-layout://out/layout:tag' },
      ['Dockerfile', 'out/layout/index.json'],
    ],
  ])('are good with %s', (_, given, files) => {
    expect(mistakesOf(given, files)).toEqual([]);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
    [
      'a level that Buildx has and this action has not',
      { annotations: 'manifest-descriptor:a=1' },
      /^annotations .*"index:", "manifest:"/,
    ],
    ['two levels in one line', { annotations: 'index,manifest:a=1' }, /^annotations .*one line is for one level/],
    ['a level of one platform', { annotations: 'manifest[linux/amd64]:a=1' }, /^annotations .*of every platform/],
    ['an annotation without a key', { annotations: 'index:=1' }, /^annotations holds "index:=1"/],
    [
      'a scanner whose name is illegal',
      { sbom: 'generator=Reg/Scan' },
      /^sbom names a scanner that must be lower-case/,
    ],
    [
      'a secret of two sources',
      { secrets: 'a=1', 'secret-files': 'a=Dockerfile' },
      /^secrets gives "a" more than once/,
    ],
    [
      'a secret’s file outside',
      { 'secret-files': 'a=../x' },
      /^secret-files names \.\.\/x, which must be a relative path inside/,
    ],
    [
      'a secret’s file named from the root',
      { 'secret-files': 'a=/etc/hostname' },
      /which must be a relative path inside/,
    ],
    ['a folder for a secret', { 'secret-files': 'a=sub' }, /^secret-files names sub, which is a folder/],
    [
      'a named context outside',
      { 'build-contexts': 'a=..' },
      /^build-contexts gives "a" the folder \.\., which must be/,
    ],
    [
      'a file for a named context',
      { 'build-contexts': 'a=sub/x' },
      /^build-contexts gives "a" the folder sub\/x, which is no folder/,
    ],
    ['an OCI layout that is none', { 'build-contexts': 'a=oci-layout://sub:1' }, /the OCI layout sub, which is none/],
    ['a target of a bake file', { 'build-contexts': 'a=target:base' }, /which only a bake file has/],
    ['the Dockerfile as its output', { output: 'Dockerfile' }, /^output is Dockerfile, which is the Dockerfile/],
    ['a context that is not there', { context: 'nowhere' }, /^context names nowhere, which does not exist/],
    [
      'a context elsewhere',
      { context: 'https://example.com/a.git' },
      /^context is https:\/\/example\.com\/a\.git; it is a folder/,
    ],
    [
      'a Dockerfile in lower case',
      { context: 'low' },
      /^file names low\/Dockerfile, .*name the one that is there: `file: low\/dockerfile`/,
    ],
    ['a platform that no platform is', { platforms: 'local' }, /^platforms holds "local"/],
  ])('with %s have that one mistake', (_, given, words) => {
    expect(mistakesOf(given, ['Dockerfile', 'sub/x', 'low/dockerfile'])).toEqual([expect.stringMatching(words)]);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
    ['a context', { context: 'link' }, /^context names link, which a link leads out of the workspace \(to /],
    ['a Dockerfile', { file: 'link/x' }, /^file names link\/x, which a link leads out/],
    [
      'a named context',
      { 'build-contexts': 'a=link' },
      /^build-contexts gives "a" the folder link, which a link leads/,
    ],
    ['a secret’s file', { 'secret-files': 'a=link/x' }, /^secret-files names link\/x, which a link leads out/],
    ['an output', { output: 'link/new/image.tar' }, /^output is link\/new\/image\.tar, which a link leads out/],
  ])('with %s that a link leads out of the workspace have that one mistake', (_, given, words) => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    for (const name of ['x', 'Dockerfile']) writeFileSync(join(outside, name), '');
    symlinkSync(outside, join(workspace, 'link'));
    expect(mistakesOf(given).slice(0, 1)).toEqual([expect.stringMatching(words)]);
    rmSync(outside, { recursive: true });
  });

  it('may follow links that stay inside, also where the workspace is one itself', () => {
    const real = workspace;
    workspace = `${real}-link`;
    symlinkSync(real, workspace);
    mkdirSync(join(real, 'api'));
    writeFileSync(join(real, 'api', 'Dockerfile'), '');
    symlinkSync('api', join(real, 'current'));
    expect(mistakesOf({ context: 'current', output: 'out/image.tar' })).toEqual([]);
    rmSync(workspace);
    workspace = real;
  });

  it('that are secret and not as they should be are not shown', () => {
    const mistakes = mistakesOf({ secrets: 'key=-----BEGIN KEY-----\nhunter2\n-----END KEY-----' });
    expect(mistakes.join()).toMatch(/^secrets needs id=value on every line; lines 2, 3 are not that .* needs a file/);
    expect(mistakes.join()).not.toContain('hunter2');
  });
});
