import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findRequirements } from '../src/findings/requirements.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'requirements-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

describe('the files of dependencies', () => {
  const pinned = 'idna==3.20\n';

  it('are found under the names that people give them, at any depth, installed packages left out', () => {
    const files = [
      ...['requirements.txt', 'dev-requirements.txt', 'requirements-test.txt', 'requirements/base.txt'],
      ...['api/requirements/ci/lint.txt', 'api/Pipfile.lock', 'web/pnpm-lock.yaml'],
    ];
    const others = ['.venv/lib/requirements.txt', 'node_modules/x/requirements.txt', 'notes.txt'];
    const root = folder(Object.fromEntries([...files, ...others].map((file) => [file, pinned])));
    expect(findRequirements(root, []).map(({ file }) => file)).toEqual(files.toSorted());
  });

  it.each(['utf16le', 'utf-16be'])('are read in %s, as PowerShell writes them', (encoding) => {
    const bytes = Buffer.from(`\ufeff# all\r\n${pinned}`, 'utf16le');
    const root = folder({});
    writeFileSync(join(root, 'requirements.txt'), encoding === 'utf16le' ? bytes : bytes.swap16());
    expect(findRequirements(root, [])[0]?.requirements).toMatchObject([{ name: 'idna', version: '3.20', line: 2 }]);
  });

  it('are no folders of such a name', () => {
    const root = folder({ 'requirements.txt/notes.md': '', 'api/requirements.txt': '-r ../requirements.txt\n' });
    expect(findRequirements(root, []).map(({ file, requirements }) => [file, requirements[0]?.text])).toEqual([
      ['api/requirements.txt', '-r requirements.txt (a folder)'],
    ]);
  });

  it('name what they include and nobody can read', () => {
    const root = folder({
      'api/requirements.txt': `${pinned}-r gone.txt\n-r ../../else.txt\n-r more.txt\n`,
      'api/more.txt': pinned,
    });
    const [first, second] = findRequirements(root, []);
    expect(first?.requirements.filter(({ name }) => name === '').map(({ text }) => text)).toEqual([
      '-r api/gone.txt (not there)',
      '-r ../else.txt (outside the working directory)',
    ]);
    expect(second?.file).toBe('api/more.txt');
  });

  it('name an address that they lead to, which nobody reads', () => {
    const root = folder({
      'requirements.txt': `${pinned}-r https://example.org/all.txt\n-c http://example.org/upper.txt\n`,
    });
    expect(findRequirements(root, [])[0]?.requirements.map(({ text }) => text)).toEqual([
      'idna==3.20',
      '-r https://example.org/all.txt (an address, which is not read)',
      '-c http://example.org/upper.txt (an address, which is not read)',
    ]);
  });
});

describe('constraints', () => {
  /** Of each file what it pins, and what it leaves open. */
  const read = (files: Readonly<Record<string, string>>, named: readonly string[] = []): Record<string, string[]> =>
    Object.fromEntries(
      findRequirements(folder(files), named).map(({ file, requirements }) => [
        file,
        requirements.map(({ name, version, line }) => `${name} ${version || 'open'} ${line}`),
      ]),
    );

  const cases: readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string[]>>, string[]?][] = [
    [
      'pin what a requirement leaves open, at the line of the pin, and ask for nothing themselves',
      {
        'api/requirements.txt': '-c ../pins.txt\nJinja2\nidna>=2\nopen>1\n',
        'pins.txt': 'idna==3.20\njinja2==3.1.2\nurllib3<2\n',
      },
      { 'api/requirements.txt': ['open open 4'], 'pins.txt': ['idna 3.20 1', 'jinja2 3.1.2 2'] },
    ],
    [
      'reach files that are installed together, whichever of them names the constraints',
      {
        'requirements.txt': '-r more.txt\nidna\n',
        'more.txt': '--constraint=pins.txt\njinja2\n',
        'pins.txt': 'idna==3.20\njinja2==3.1.2\n',
        'other/requirements.txt': 'idna\n',
      },
      {
        'other/requirements.txt': ['idna open 1'],
        'requirements.txt': [],
        'more.txt': [],
        'pins.txt': ['idna 3.20 1', 'jinja2 3.1.2 2'],
      },
    ],
    [
      'of that name beside the requirements hold them, as in python-matrix-test',
      { 'requirements-dev.txt': 'idna\n', 'constraints-3.12.txt': 'idna==3.20\n', 'docs/constraints.txt': 'idna==1\n' },
      { 'requirements-dev.txt': [], 'constraints-3.12.txt': ['idna 3.20 1'] },
    ],
    [
      'are taken for what they are where they are named among the requirements',
      { 'r.txt': 'idna\n', 'constraints.txt': 'idna==3.20\nurllib3<2\n', 'constraints-other.txt': 'idna==1\n' },
      { 'r.txt': [], 'constraints.txt': ['idna 3.20 1'] },
      ['r.txt', 'constraints.txt'],
    ],
    [
      'may lead to further ones, in a circle too',
      { 'requirements.txt': '-c a.txt\nidna\n', 'a.txt': '-c b.txt\n', 'b.txt': '-c a.txt\nidna==3.20\n' },
      { 'requirements.txt': [], 'a.txt': [], 'b.txt': ['idna 3.20 2'] },
    ],
    [
      'take nothing from a file that is installed as well',
      { 'requirements/base.txt': 'idna==3.20\nopen\n', 'requirements/dev.txt': '-c base.txt\nidna\n' },
      { 'requirements/base.txt': ['idna 3.20 1', 'open open 2'], 'requirements/dev.txt': [] },
    ],
  ];

  it.each(cases)('%s', (_, files, expected, named = []) => {
    expect(read(files, named)).toEqual(expected);
  });

  it('that are not there are named', () => {
    expect(findRequirements(folder({ 'requirements.txt': '-c gone.txt\n' }), [])[0]?.requirements[0]?.text).toBe(
      '-c gone.txt (not there)',
    );
  });
});
