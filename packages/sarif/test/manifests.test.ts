import { describe, expect, it } from '@jest/globals';
import { lineOfPackage, parseManifest } from '../src/index.ts';

const placesIn = (file: string, text: string): unknown[] =>
  parseManifest(file, text).requirements.map(({ name, version, line }) => [name, version, line]);

describe('packages stand at the line that an upgrade changes', () => {
  it('in a requirements file, with continuations, markers, brackets and a byte order mark', () => {
    expect(
      placesIn(
        'api/requirements-dev.txt',
        '\uFEFFFlask (==3.0.0)\nA.B[x]==1.0 \\\n --hash=sha256:ab\n-c limits.txt\nx==1.*\n./local\n',
      ),
    ).toEqual([
      ['flask', '3.0.0', 1],
      ['a-b', '1.0', 2],
      ['x', '', 5],
      ['', '', 6],
    ]);
  });

  it('in uv.lock, without the project itself', () => {
    const text = [
      'version = 1',
      'requires-python = ">=3.10"',
      '',
      '[[package]]',
      'name = "app"',
      'version = "0.1.0"',
      'source = { editable = "." }',
      'dependencies = [',
      '    { name = "requests" },',
      ']',
      '',
      '[[package]]',
      'name = "Requests"',
      'version = "2.31.0"',
      'source = { registry = "https://pypi.org/simple" }',
      '',
      '[package.metadata]',
      'name = "no"',
    ].join('\n');
    expect(placesIn('uv.lock', text)).toEqual([['requests', '2.31.0', 14]]);
  });

  it('in poetry.lock, without folders of the project', () => {
    const text = [
      '[[package]]',
      'name = "jinja2"',
      'version = "3.1.2"',
      'description = "version = \'9\'"',
      '',
      '[package.dependencies]',
      'MarkupSafe = ">=2.0"',
      'version = "8"',
      '',
      '[[package]]',
      'name = "own"',
      'version = "1"',
      '',
      '[package.dependencies]',
      'x = "*"',
      '',
      '[package.source]',
      'type = "directory"',
      'url = "../own"',
      '',
      '[metadata]',
      'lock-version = "2.0"',
    ].join('\n');
    expect(placesIn('poetry.lock', text)).toEqual([['jinja2', '3.1.2', 3]]);
  });

  it('in pylock.toml (PEP 751)', () => {
    const text = [
      'lock-version = "1.0"',
      '[[packages]]',
      'name = "attrs"',
      'version = "25.1.0"',
      'wheels = [{name = "x.whl"}]',
      '[[packages]]',
      'name = "own"',
      'version = "1"',
      'directory = { path = "." }',
    ].join('\n');
    expect(placesIn('pylock.dev.toml', text)).toEqual([['attrs', '25.1.0', 4]]);
  });

  it('in pyproject.toml: dependencies, extras and groups', () => {
    const text = [
      '[project]',
      'name = "app" # "no==1"',
      'dependencies = [',
      '  "requests[socks]==2.31.0", # pinned',
      '  \'flask>=3 ; python_version < "3.12"\',',
      ']',
      'keywords = ["no==2"]',
      '[project.optional-dependencies]',
      'dev = ["pytest==8.0.0", "ruff"]',
      '[dependency-groups]',
      'test = [{include-group = "dev"}, "coverage==7.0"]',
      '[tool.x]',
      'y = ["no==3"]',
    ].join('\n');
    expect(placesIn('pyproject.toml', text)).toEqual([
      ['requests', '2.31.0', 4],
      ['flask', '', 5],
      ['pytest', '8.0.0', 9],
      ['ruff', '', 9],
      ['coverage', '7.0', 11],
    ]);
  });

  it('in package-lock.json, nested and scoped ones too', () => {
    const lock = {
      name: 'web',
      lockfileVersion: 3,
      packages: {
        '': { name: 'web', version: '1.0.0', dependencies: { vite: '^7' } },
        'node_modules/vite': { version: '7.0.0', dependencies: { version: '1' } },
        'node_modules/@a/b': { version: '2.0.0' },
        'node_modules/vite/node_modules/x': { version: '3.0.0' },
      },
      dependencies: { vite: { version: '7.0.0' } },
    };
    expect(placesIn('web/package-lock.json', JSON.stringify(lock, null, 2))).toEqual([
      ['vite', '7.0.0', 13],
      ['@a/b', '2.0.0', 19],
      ['x', '3.0.0', 22],
    ]);
  });

  it('in package-lock.json indented otherwise, with the name behind an alias', () => {
    const packages = {
      'node_modules/other': { name: 'lodash', version: '4.17.20' },
      'node_modules/x': { version: '1.0.0' },
    };
    expect(placesIn('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }, null, '\t'))).toEqual([
      ['lodash', '4.17.20', 6],
      ['x', '1.0.0', 9],
    ]);
  });

  it('in the package-lock.json of npm 6, nested ones too', () => {
    const dependencies = {
      a: { version: '1.0.0', requires: { version: '9' }, dependencies: { b: { version: '2.0.0' } } },
    };
    expect(
      placesIn('package-lock.json', JSON.stringify({ version: '3', lockfileVersion: 1, dependencies }, null, 2)),
    ).toEqual([
      ['a', '1.0.0', 6],
      ['b', '2.0.0', 12],
    ]);
  });

  it('in Pipfile.lock', () => {
    const lock = {
      _meta: { hash: { version: '==9' } },
      default: { 'Zope.Interface': { hashes: ['sha256:version'], version: '==6.0' }, own: { path: '.' } },
      develop: { pytest: { version: '==8.0.0' } },
    };
    expect(placesIn('Pipfile.lock', JSON.stringify(lock, null, 4))).toEqual([
      ['zope-interface', '6.0', 12],
      ['pytest', '8.0.0', 20],
    ]);
  });

  it.each([
    ["  '@a/b@1.0.0':", '@a/b', '1.0.0'],
    ['  lodash@4.17.20:', 'lodash', '4.17.20'],
    ['  /lodash@4.17.20(peer@1.0.0):', 'lodash', '4.17.20'],
    ['  /@a/b/1.0.0_peer@1.0.0:', '@a/b', '1.0.0'],
  ])('in pnpm-lock.yaml: %s', (line, name, version) => {
    const text = `importers:\n\n  .:\n    x: y\n\npackages:\n\n${line}\n    resolution: {integrity: x}\n\nsnapshots:\n\n${line} {}\n`;
    expect(placesIn('pnpm-lock.yaml', text)).toEqual([[name, version, 8]]);
  });

  it('of two versions at that of the one meant, in whatever spelling', () => {
    const { requirements } = parseManifest('requirements.txt', 'a==1.0\na==2.0.0\n');
    expect([
      lineOfPackage(requirements, 'a', '2.0'),
      lineOfPackage(requirements, 'a', '3'),
      lineOfPackage(requirements, 'b', '1'),
    ]).toEqual([2, 1, 1]);
  });
});
