import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { followEvents } from '../src/pytest/events-file.ts';

const test = (id: string, message = ''): string =>
  JSON.stringify({ type: 'test', id, file: '/p/t.py', line: 1, outcome: 'passed', seconds: 0, message });

describe('a file of events', () => {
  let folder = '';
  let file = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'events-'));
    file = join(folder, 'events.jsonl');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('that is not there yet tells of nothing', () => {
    expect(followEvents(join(folder, 'none'))()).toMatchObject({ collected: undefined, end: undefined, tests: [] });
  });

  it('is read on from where it was read to, also in the middle of a line', () => {
    writeFileSync(file, `{"type":"start","collected":3}\n${test('a')}\n${test('b').slice(0, 20)}`);
    const told = followEvents(file);
    expect(told()).toMatchObject({ collected: 3, tests: [{ id: 'a' }] });
    expect(told().tests).toHaveLength(1);
    appendFileSync(file, `${test('b').slice(20)}\n${test('c', 'é'.repeat(400_000))}\n{"type":"end","exit`);
    expect(told()).toMatchObject({ tests: [{ id: 'a' }, { id: 'b' }, { id: 'c' }], end: undefined });
    expect(told().tests[2]?.message).toBe('é'.repeat(400_000));
    appendFileSync(file, 'status":0,"collected":3,"results":3}\n');
    expect(told().end).toEqual({ exitStatus: 0, collected: 3, results: 3 });
  });

  it('tells of passed tests many at a time, the last of two results of one test counting', () => {
    const passed = (...tests: unknown[]): string => `${JSON.stringify({ type: 'passed', file: '/p/t.py', tests })}\n`;
    writeFileSync(file, `${test('a')}\n${passed(['a', 7, 1_500_000], ['b', 9, 20])}${passed(['c'], 'd', null)}`);
    const { tests } = followEvents(file)();
    expect(tests).toMatchObject([
      { id: 'a', file: '/p/t.py', line: 7, crashFile: '/p/t.py', crashLine: 7, outcome: 'passed', seconds: 1.5 },
      { id: 'b', file: '/p/t.py', line: 9, outcome: 'passed', seconds: 0.000_02 },
    ]);
    expect(tests).toHaveLength(2);
  });

  it('names the test that was begun last and has no result', () => {
    writeFileSync(file, `${test('a')}\n`);
    writeFileSync(`${file}.running`, 'b\nonger\n');
    expect(followEvents(file)().running).toBe('b');
    writeFileSync(`${file}.running`, 'a\nonger\n');
    expect(followEvents(file)().running).toBe('');
  });
});
