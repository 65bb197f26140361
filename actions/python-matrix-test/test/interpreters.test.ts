import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeMissing, downloadFailure } from '../src/interpreters/find.ts';
import { isAskedFor, type Identity } from '../src/interpreters/interpreter.ts';
import { places } from '../src/interpreters/places.ts';
import { compareSpecs, parseVersion, uvRequest, type VersionSpec } from '../src/interpreters/version-spec.ts';

function spec(text: string): VersionSpec {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.spec;
}

describe('a version', () => {
  it.each([
    ['3.12', { implementation: 'cpython', minor: '3.12', patch: undefined, freeThreaded: false, preRelease: false }],
    ['3.12.1', { patch: 1 }],
    ['3.14-dev', { minor: '3.14', preRelease: true }],
    ['3.13t', { minor: '3.13', freeThreaded: true }],
    ['3.14t-dev', { freeThreaded: true, preRelease: true }],
    ['pypy3.11', { implementation: 'pypy', minor: '3.11' }],
    ['pypy-3.10', { implementation: 'pypy', minor: '3.10' }],
  ])('may be %s', (text, meaning) => {
    expect(spec(text)).toMatchObject({ text, ...meaning });
  });

  it.each(['3', '2.7', '3.x', '>=3.10', 'latest', '3.12.1.1', 'pypy3.11-v7.3.19', 'python3.12'])(
    'may not be %s',
    (text) => {
      expect(parseVersion(text)).toMatchObject({ ok: false });
    },
  );

  it('that YAML has shortened is told as that', () => {
    expect(parseVersion('3.1')).toMatchObject({ ok: false, problem: expect.stringContaining('unquoted 3.10') });
  });

  it('comes after the older, and CPython with its lock after what may be odd', () => {
    const sorted = ['3.10', 'pypy3.11', '3.13t', '3.9', '3.13', '3.11'].map(spec).sort(compareSpecs);
    expect(sorted.map(({ text }) => text)).toEqual(['3.9', '3.10', 'pypy3.11', '3.11', '3.13t', '3.13']);
  });

  it('is asked of uv in its own words', () => {
    expect(['3.12.1', '3.13t', '3.14-dev', 'pypy3.11'].map((text) => uvRequest(spec(text)))).toEqual([
      '3.12.1',
      '3.13t',
      '3.14',
      'pypy@3.11',
    ]);
  });
});

describe('an interpreter', () => {
  const identity: Identity = {
    implementation: 'cpython',
    version: '3.14.0',
    releaseLevel: 'candidate',
    freeThreaded: false,
    executable: '/x',
    library: '/lib',
  };

  it.each([
    ['3.14', identity, false],
    ['3.14-dev', identity, true],
    ['3.14', { ...identity, releaseLevel: 'final' }, true],
    ['3.14.1', { ...identity, releaseLevel: 'final' }, false],
    ['3.14t', { ...identity, releaseLevel: 'final' }, false],
    ['3.14', { ...identity, releaseLevel: 'final', freeThreaded: true }, false],
    ['pypy3.14', { ...identity, releaseLevel: 'final' }, false],
    ['3.1', identity, false],
  ])('for %s is taken by what it says of itself', (text, said, taken) => {
    const parsed = parseVersion(text);
    expect(parsed.ok && isAskedFor(said, parsed.spec)).toBe(taken);
  });
});

describe('the places where a version is looked for', () => {
  const root = mkdtempSync(join(tmpdir(), 'places-'));
  const has = [
    'tools/Python/3.12.9/x64/bin/python3',
    'tools/Python/3.12.10/x64/bin/python3',
    'tools/Python/3.13.0/x64-freethreaded/bin/python3',
    'tools/Python/3.13.0/x64/bin/python3',
    'tools/PyPy/3.11.13/x64/bin/pypy3',
    'home/.pyenv/versions/3.12.1/bin/python3',
    'home/.pyenv/versions/3.13.0t/bin/python3',
    'home/.pyenv/versions/3.14-dev/bin/python3',
    'home/.pyenv/versions/pypy3.11-7.3.19/bin/pypy3',
    'home/.local/share/uv/python/cpython-3.12.4-linux-x86_64-gnu/bin/python3',
    'home/.local/share/uv/python/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3',
    'bin/python3.12',
    'bin/python3',
    'bin/pypy3.11',
  ];
  for (const file of has) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  const env = { RUNNER_TOOL_CACHE: join(root, 'tools'), PATH: join(root, 'bin') };
  const look = (text: string, more = {}): string[] =>
    places(spec(text), { ...env, ...more }, join(root, 'home'))
      .flatMap(({ files }) => files)
      .map((file) => file.slice(root.length + 1).replace(process.arch, 'x64'));

  it('are the tool cache (newest patch first), PATH, pyenv and uv', () => {
    expect(look('3.12')).toEqual([
      'tools/Python/3.12.10/x64/bin/python3',
      'tools/Python/3.12.9/x64/bin/python3',
      'bin/python3.12',
      'bin/python3',
      'home/.pyenv/versions/3.12.1/bin/python3',
      'home/.local/share/uv/python/cpython-3.12.4-linux-x86_64-gnu/bin/python3',
    ]);
  });

  it('begin with what a set-up step has put on PATH', () => {
    const PATH = [join(root, 'bin'), join(root, 'tools/Python/3.12.9/x64/bin')].join(':');
    expect(look('3.12', { PATH })[0]).toBe('tools/Python/3.12.9/x64/bin/python3');
  });

  it('hold what pyenv’s shims on PATH would start, in its order, and not the shims', () => {
    const PATH = [join(root, 'home/.pyenv/shims'), join(root, 'bin')].join(':');
    const onPath = (more: object): string[] => look('3.12', { PATH, RUNNER_TOOL_CACHE: undefined, ...more });
    const [selected, others] = [['home/.pyenv/versions/3.12.1/bin/python3'], ['bin/python3.12', 'bin/python3']];
    writeFileSync(join(root, 'home/.pyenv/version'), 'system\n3.14-dev\n');
    expect(onPath({}).slice(0, 3)).toEqual([
      'bin/python3.12',
      'home/.pyenv/versions/3.14-dev/bin/python3',
      'bin/python3',
    ]);
    expect(onPath({ PYENV_VERSION: '3.12.1' }).slice(0, 3)).toEqual([others[0], ...selected, others[1]]);
  });

  it('leave out what leads to a program that is named for another version', () => {
    const folder = join(root, 'linked');
    mkdirSync(folder);
    for (const name of ['python3.11', 'python3.12', 'python-build']) writeFileSync(join(folder, name), '');
    const leadTo = (target: string): string[] => {
      rmSync(join(folder, 'python3'), { force: true });
      symlinkSync(target, join(folder, 'python3'));
      return look('3.12', { PATH: folder, RUNNER_TOOL_CACHE: undefined }).filter((file) => file.startsWith('linked'));
    };
    expect(leadTo('python3.11')).toEqual(['linked/python3.12']);
    expect(leadTo('python3.12')).toEqual(['linked/python3.12', 'linked/python3']);
    expect(leadTo('python-build')).toEqual(['linked/python3.12', 'linked/python3']);
  });

  it('differ for patches, builds without the GIL, development versions and PyPy', () => {
    expect(look('3.12.1')).toContain('home/.pyenv/versions/3.12.1/bin/python3');
    expect(look('3.12.1')).not.toContain('tools/Python/3.12.10/x64/bin/python3');
    expect(look('3.13t')).toEqual([
      'tools/Python/3.13.0/x64-freethreaded/bin/python3',
      'bin/python3',
      'home/.pyenv/versions/3.13.0t/bin/python3',
      'home/.local/share/uv/python/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3',
    ]);
    expect(look('3.14-dev')).toContain('home/.pyenv/versions/3.14-dev/bin/python3');
    expect(look('pypy3.11')).toEqual([
      'tools/PyPy/3.11.13/x64/bin/pypy3',
      'bin/pypy3.11',
      'home/.pyenv/versions/pypy3.11-7.3.19/bin/pypy3',
    ]);
  });

  it('are all named where nothing was found, with the step that would help', () => {
    const looked = [...places(spec('3.14'), env, '/h').map(({ name }) => name), 'uv’s downloads (no network)'];
    const problem = describeMissing({ ok: false, spec: spec('3.14'), looked });
    for (const place of [join(root, 'tools'), 'PATH', '/h/.pyenv', '/h/.local/share/uv/python', 'no network'])
      expect(problem).toContain(place);
    expect(problem).toContain("actions/setup-python and python-version: '3.14'");
  });

  it.each([
    ['error: Failed to install x\n  cause: Request failed\n  cause: dns error\n', 'Failed to install x: dns error'],
    [
      'warning: odd\nDownloading x (20 MiB)\nerror: Failed to install x\n  cause: Hash mismatch for `x`\n\n         Expected:\n         00\n\n         Computed:\n         c2\n',
      'Failed to install x: Hash mismatch for `x` Expected: 00 Computed: c2',
    ],
    ['error: Failed to download x\n  Caused by: timed out\n', 'Failed to download x: timed out'],
    [
      'Python downloads are not allowed (`python-downloads = "never"`).\n',
      'Python downloads are not allowed (`python-downloads = "never"`).',
    ],
    ['', 'no reason given'],
  ])('tell of a download that failed by uv’s error and its innermost cause: %j', (output, reason) => {
    expect(downloadFailure(output)).toBe(reason);
  });
});
