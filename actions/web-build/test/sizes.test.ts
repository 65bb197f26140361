import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { budgetsOf, checkGrowth, idleBudgets, kilobytes, parseBudget } from '../src/sizes/budgets.ts';
import { isHashed, stableName } from '../src/sizes/hashed-name.ts';
import { heaviestModules, spans } from '../src/sizes/modules.ts';
import { compareSizes, readRecord, recordOf } from '../src/sizes/size-changes.ts';
import { measure, type FileSize } from '../src/sizes/sizes.ts';
import { validate } from '../src/checks/validate.ts';
import { folder } from './site-fixture.ts';

const sized = (files: Readonly<Record<string, number>>): FileSize[] =>
  Object.entries(files).map(([file, bytes]) => ({ file, bytes, gzip: bytes / 2 }));

describe('a name', () => {
  it.each([
    ['assets/index-BCKKswEr.js', true, 'assets/index.js'],
    ['assets/index-Bx_1-Z9a.css', true, 'assets/index.css'],
    ['main.e580cc6116271c083777.js', true, 'main.js'],
    ['parcel.54b3fdb5.js', true, 'parcel.js'],
    ['lazy-ZAS5F4P5.js', true, 'lazy.js'],
    ['polyfills-legacy-BxQ1_s2d.js', true, 'polyfills-legacy.js'],
    ['assets/index.js', false, 'assets/index.js'],
    ['assets/react-vendor.js', false, 'assets/react-vendor.js'],
    ['assets/jquery.min.js', false, 'assets/jquery.min.js'],
    ['index.html', false, 'index.html'],
  ])('%s: hashed is %s, and %s in every build', (file, hashed, name) => {
    expect(isHashed(file)).toBe(hashed);
    expect(stableName(file)).toBe(name);
  });
});

describe('a first load', () => {
  it('is what the page and its scripts load at once, old browsers and lazy parts left out', async () => {
    const directory = folder({
      'index.html': `<link rel="stylesheet" href="/a.css"><link rel="stylesheet" media="print" href="/print.css">
        <script type="module" src="/a.js"></script><link rel="modulepreload" href="/pre.js"><script nomodule src="/old.js"></script>`,
      'a.js': 'import "./b.js"; import("./lazy.js")',
      'b.js': 'export * from "./c.js"',
      'c.js': 'export {}',
      'lazy.js': '1',
      'pre.js': '1',
      'old.js': 'var old',
      'a.css': '@import url("b.css"); a { background: url(a.png) }',
      'b.css': '@import "c.css" screen;',
      'c.css': 'a {}',
      'print.css': 'p {}',
      'a.png': 'x',
    });
    const { sizes, findings } = await validate(directory, { base: '/', budgets: [], secrets: [] });
    expect(findings).toEqual([]);
    expect([...(sizes?.initial[0]?.files ?? [])].sort()).toEqual([
      'a.css',
      'a.js',
      'b.css',
      'b.js',
      'c.css',
      'c.js',
      'pre.js',
    ]);
  });

  it('is told of every page, the index first', async () => {
    const directory = folder({ 'a/index.html': '<script src="a.js"></script>', 'a/a.js': '1', 'index.html': '' });
    const { sizes } = await validate(directory, { base: '/', budgets: [], secrets: [] });
    expect(sizes?.initial.map(({ page, js }) => [page, js.bytes])).toEqual([
      ['index.html', 0],
      ['a/index.html', 1],
    ]);
  });
});

describe('budgets', () => {
  it.each(['growth 5 kB', 'growth', 'total', 'total many kB', 'total 5 kb zip', '5 kB'])('%s is none', (line) => {
    expect(parseBudget(line)).toMatchObject({ ok: false });
  });

  it.each([
    ['totl 5 kB', 'total'],
    ['Initial-js 5 kB', 'initial-js'],
  ])('%s is taken for a slip, and no glob', (line, meant) => {
    expect(parseBudget(line)).toMatchObject({ ok: false, problem: expect.stringContaining(`did you mean ${meant}?`) });
  });

  it('of files that are not there guard nothing', () => {
    const sizes = measure(sized({ 'a.js': 10 }), new Map());
    expect(idleBudgets(budgetsOf(['*.js 1 kB', '*.cs 1 kB', 'initial 1 kB', 'growth 1 %']), sizes)).toEqual(['*.cs']);
  });

  it('are told in kB of a thousand, rounded as Vite does', () => {
    expect([2045, 31_615, 1_234_567].map(kilobytes)).toEqual(['2.05 kB', '31.62 kB', '1,234.57 kB']);
  });
});

describe('a comparison with an earlier build', () => {
  const before = recordOf(
    'a'.repeat(40),
    measure(sized({ 'index-AAAAAAA1.js': 1000, 'old-AAAAAAA1.css': 10 }), new Map()),
  );
  const change = compareSizes(before, measure(sized({ 'index-BBBBBBB2.js': 1100, 'new.css': 5 }), new Map()));

  it('pairs files by their names without hash, and tells what is new and gone', () => {
    expect([...change.files]).toEqual([
      ['index-BBBBBBB2.js', { before: 1000, after: 1100 }],
      ['new.css', { before: 0, after: 5 }],
      ['old.css', { before: 10, after: 0 }],
    ]);
  });

  it.each([
    ['growth 9 %', 1],
    ['growth 10 %', 0],
    ['total 1 B', 0],
  ])('against %s gives %d findings', (line, count) => {
    expect(checkGrowth(budgetsOf([line]), change)).toHaveLength(count);
  });

  it('survives being stored, and takes nothing else for a record', () => {
    expect(readRecord(JSON.parse(JSON.stringify(before)))).toEqual(before);
    expect([null, [], { commit: 1 }, 'x'].map(readRecord)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('what a script is made of', () => {
  it('is told by its source map, a package as one', () => {
    const directory = folder({ 'a.js': 'abcdefgh\nijk' });
    const map = {
      sources: ['../node_modules/@scope/one/x.js', '../node_modules/@scope/one/y.js', '../src/main.ts'],
      // Columns 0-3 are of the first source, 4-5 of the second, 6-7 of none; the whole second line is of the third.
      mappings: 'AAAA,ICAA,E;ACAA',
    };
    writeFileSync(join(directory, 'a.js.map'), JSON.stringify(map));
    expect(heaviestModules(directory, 'a.js')).toEqual([
      { name: '@scope/one', bytes: 6 },
      { name: 'src/main.ts', bytes: 3 },
    ]);
  });

  it('is nothing where there is no map, or one that is none', () => {
    expect(heaviestModules(folder({ 'a.js': '' }), 'a.js')).toEqual([]);
    expect(heaviestModules(folder({ 'a.js': '', 'a.js.map': '[' }), 'a.js')).toEqual([]);
    expect(spans('', 'abc')).toEqual([]);
  });
});
