import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runActionOn, type ActionRun } from './fixtures/run-action.ts';

const assets = join(import.meta.dirname, '..', 'assets');

/** The parts as the plugin computes them, without pytest. */
function split(ids: readonly string[], durations: Readonly<Record<string, number>>, count: number): string[][] {
  const program =
    'import json, sys, types; sys.modules["pytest"] = types.SimpleNamespace(hookimpl=lambda **_: lambda f: f); ' +
    'import dpa_shard; ids, durations, count = json.load(sys.stdin); ' +
    'print(json.dumps([sorted(part) for part in dpa_shard.split(set(ids), durations, count)]))';
  const answer = execFileSync('python3', ['-c', program], {
    input: JSON.stringify([ids, durations, count]),
    env: { ...process.env, PYTHONPATH: assets, PYTHONDONTWRITEBYTECODE: '1' },
    encoding: 'utf8',
  });
  return JSON.parse(answer) as string[][];
}

describe('the parts of a suite', () => {
  const ids = Array.from({ length: 500 }, (_, index) => `t.py::test_${index}`);
  const durations = Object.fromEntries(ids.slice(0, 400).map((id, index) => [id, ((index * 7919) % 1000) / 100]));
  const load = (part: readonly string[]): number => part.reduce((sum, id) => sum + (durations[id] ?? 4.995), 0);

  it.each([1, 2, 3, 7, 256])('hold every test exactly once, for %s of them', (count) => {
    const parts = split(ids, durations, count);
    expect(parts).toHaveLength(count);
    expect(parts.flat().sort()).toEqual([...ids].sort());
  });

  it('do not depend on the order in which tests are collected', () => {
    expect(split(ids.toReversed(), durations, 5)).toEqual(split(ids, durations, 5));
  });

  it('take the same time where durations are known, and hold the same number where none is', () => {
    const loads = split(ids, durations, 4).map(load);
    expect(Math.max(...loads) / Math.min(...loads)).toBeLessThan(1.01);
    expect(split(ids, {}, 4).map(({ length }) => length)).toEqual([125, 125, 125, 125]);
  });

  it('put one long test against all the short ones', () => {
    const long = { 't.py::long': 60, ...Object.fromEntries(ids.slice(0, 50).map((id) => [id, 1])) };
    expect(split(Object.keys(long), long, 2)[0]).toEqual(['t.py::long']);
  });
});

const tests = (names: string): string =>
  names
    .split('')
    .map((name) => `def test_${name}():\n    run("${name}")\n`)
    .join('');
const project = {
  'shop.py':
    'def run(name):\n' +
    'abcdefg'
      .split('')
      .map((n) => `    if name == "${n}":\n        return 1\n`)
      .join(''),
  'pytest.ini': '[pytest]\npythonpath = .\n',
  'tests/test_one.py': `from shop import run\n${tests('abcd')}`,
  'tests/test_two.py': `from shop import run\n${tests('efg')}`,
};

describe('shards', () => {
  it('run every test once between them, say what they were taken from, and merge to the whole coverage', async () => {
    const ids = 'abcdefg'.split('').map((name) => `tests/test_${name < 'e' ? 'one' : 'two'}.py::test_${name}`);
    const durations = JSON.stringify(Object.fromEntries(ids.map((id, index) => [id, index === 0 ? 9 : 1])));
    const files = {
      ...project,
      'durations.json': durations,
      '.coveragerc': '[run]\nrelative_files = true\nsource = .\nomit = tests/*\n',
    };
    const inputs = { 'durations-file': 'durations.json' };
    const runs = [];
    for (const shard of ['1/3', '2/3', '3/3']) runs.push(await runActionOn(files, { ...inputs, shard }));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const measured = runs.map(
      ({ workspace }) => JSON.parse(readFileSync(join(workspace, 'durations.json'), 'utf8')) as Record<string, number>,
    );
    expect(Object.keys(measured[0] ?? {})).toEqual(['tests/test_one.py::test_a']);
    expect(measured.flatMap(Object.keys).sort()).toEqual(ids);
    const records = runs.map(({ outputs }) => shardOf(outputs['report'] ?? ''));
    expect(new Set(records.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(records.map(({ total, selected }) => `${selected} of ${total}`)).toEqual(['1 of 7', '3 of 7', '3 of 7']);
    expect(readdirSync(runs[1]?.outputs['junit-directory'] ?? '')).toEqual(['junit-3.12-unit-shard-2-of-3.xml']);
    expect(runs.map(({ outputs }) => outputs['coverage'])).not.toContain('100.00');
    expect(mergedCoverage(runs)).toContain('100%');
  });

  it('that get no test are skipped, not red, and a suite too small as a whole is red', async () => {
    const one = { 'test_it.py': 'def test_a():\n    pass\n' };
    const empty = await runActionOn(one, { unit: 'test_it.py', shard: '2/2', coverage: 'false' });
    expect(empty.legs[0]).toMatchObject({ outcome: 'skipped', reason: 'none of the 1 tests falls to shard 2/2' });
    expect(empty.exitCode).toBe(0);
    const few = await runActionOn(one, { unit: 'test_it.py', shard: '1/2', coverage: 'false', 'min-tests': '2' });
    expect(few.legs[0]?.reason).toContain('too few tests: 1 ran');
  });

  it('divide before the workers of pytest-xdist do', async () => {
    const files = { ...project, 'requirements.txt': 'pytest\npytest-xdist\n' };
    const run = await runActionOn(files, { unit: '-n 2 tests', shard: '2/2', 'durations-file': 'new/durations.json' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { tests: '3' } });
    expect(readFileSync(join(run.workspace, 'new', 'durations.json'), 'utf8')).toContain('test_one.py::test_b');
  });

  it('refuse a gate that only the whole can pass, and durations that are none', async () => {
    const files = { ...project, 'durations.json': '[1]' };
    const run = await runActionOn(files, { shard: '1/2', 'fail-under': '80', 'durations-file': 'durations.json' });
    expect(run.log).toContain('2 inputs are wrong');
    expect(run.log).toContain('hold the merged coverage of all shards against it');
    expect(run.log).toContain('does not hold a JSON object of seconds by test id');
  });
});

/** coverage.py's own report over the data files of all shards, as the README's merge job makes it. */
function mergedCoverage(runs: readonly ActionRun[]): string {
  const folders = runs.map(({ outputs }) => dirname(outputs['coverage-xml'] ?? ''));
  const python = join(folders[0] ?? '', '..', '3.12', 'env', 'bin', 'python');
  const cwd = runs[0]?.workspace;
  const coverage = (...args: string[]): string =>
    execFileSync(python, ['-m', 'coverage', ...args], { cwd, encoding: 'utf8' });
  coverage('combine', '--keep', ...folders.map((folder) => join(folder, '.coverage')));
  return coverage('report', '--fail-under=100');
}

function shardOf(report: string): { total: number; selected: number; fingerprint: string } {
  const { legs } = JSON.parse(readFileSync(report, 'utf8')) as { legs: { shard: ReturnType<typeof shardOf> }[] };
  return legs[0]!.shard;
}
