import { describe, expect, it } from '@jest/globals';
import { cutTo, packLog, sarifProblems, sizeProblems, type Finding } from '../src/index.ts';

const run = { tool: 'T', version: '1.0.0', informationUri: 'https://x.org', category: 't/', textOf: () => undefined };
const finding = (index: number, score = 5.5): Finding => ({
  scanners: ['bandit'],
  rule: `R${index % 50}`,
  title: 't',
  message: `message ${index} ${'x'.repeat(index % 7)}`,
  severity: score >= 9 ? 'critical' : 'medium',
  score,
  file: 'a.py',
  line: index + 1,
});
const many = (count: number): Finding[] =>
  Array.from({ length: count }, (_, index) => finding(index, index === 7 ? 9.5 : 5.5));

describe('the limits of code scanning', () => {
  it.each([
    [24_999, 0],
    [25_000, 0],
    [25_001, 1],
  ])('leave out of %i findings the least grave %i, and say so', (count, left) => {
    const { text, omissions, gzip } = packLog(many(count), run);
    const log = JSON.parse(text) as { runs: [{ results: { level: string }[] }] };
    expect(log.runs[0].results).toHaveLength(count - left);
    expect(log.runs[0].results[0]?.level).toBe('error');
    expect(omissions).toEqual(
      left === 0 ? [] : ['1 findings, the least grave (medium and below), to stay within 25,000 results a run'],
    );
    expect([...sarifProblems(log), ...sizeProblems(gzip.length)]).toEqual([]);
  });

  it('take the help of rules first, then the least grave findings, where the file is too large', () => {
    const full = packLog(many(2000), run).gzip.length;
    const short = packLog(many(2000), run, { results: 25_000, gzipBytes: full - 1 });
    expect(short.omissions[0]).toMatch(/^the help of the rules/);
    const tight = packLog(many(2000), run, { results: 25_000, gzipBytes: Math.round(full / 3) });
    expect(tight.gzip.length).toBeLessThanOrEqual(full / 3);
    expect(tight.omissions[1]).toMatch(/findings, the least grave \(medium and below\), to stay within/);
    expect(tight.text).toContain('"level":"error"');
  });

  it('cut texts between characters', () => {
    expect([cutTo('abc', 3), cutTo('abcd', 3), cutTo('a😀cd', 3)]).toEqual(['abc', 'ab…', 'a…']);
  });

  it('hold for rule names, descriptions, help and messages of any length', () => {
    const long = { ...finding(1), rule: 'r'.repeat(250), title: '😀'.repeat(2000), message: 'm'.repeat(20_000) };
    const { text, gzip } = packLog([long], run);
    expect([...sarifProblems(JSON.parse(text)), ...sizeProblems(gzip.length)]).toEqual([]);
  });
});

describe('a problem in a log', () => {
  const sound = (): { runs: Record<string, unknown>[] } => JSON.parse(packLog(many(3), run).text) as never;

  it.each<[string, (log: ReturnType<typeof sound>) => unknown, string, RegExp]>([
    [
      '21 runs',
      (log) => (log.runs = Array.from({ length: 21 }, () => log.runs[0]!)),
      '/runs',
      /21 members, 20 are allowed/,
    ],
    [
      'a category twice',
      (log) => log.runs.push(log.runs[0]!),
      '/runs/1/automationDetails/id',
      /category of \/runs\/0 too/,
    ],
    ['no results', (log) => delete log.runs[0]!['results'], '/runs/0/results', /missing/],
    ['a member of its own', (log) => (log.runs[0]!['colour'] = 'red'), '/runs/0/colour', /not a member that is known/],
    [
      'a category without end',
      (log) => (log.runs[0]!['automationDetails'] = { id: 'x' }),
      '/runs/0/automationDetails/id',
      /ends in \//,
    ],
  ])('is named with its place: %s', (_, break_, pointer, message) => {
    const log = sound();
    break_(log);
    const [problem] = sarifProblems(log);
    expect(problem?.pointer).toBe(pointer);
    expect(problem?.message).toMatch(message);
  });

  it('is a file above 10 MiB of gzip, too', () => {
    expect(sizeProblems(11 * 2 ** 20)).toEqual([
      { pointer: '', message: 'has 11534336 bytes of gzip, 10485760 are allowed' },
    ]);
  });
});
