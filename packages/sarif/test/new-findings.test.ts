import { describe, expect, it } from '@jest/globals';
import { newFindings, sarifLog, type Finding } from '../src/index.ts';

const run = { tool: 'T', version: '1.0.0', informationUri: 'https://x.org', category: 't/' };
const at = (line: number, file = 'a b.py'): Finding => ({
  scanners: ['bandit'],
  rule: 'B307',
  title: 'eval',
  message: 'm',
  severity: 'medium',
  score: 5.5,
  file,
  line,
});
const textOf = (text: string) => (): string => text;

/** What is new when the text `before` with a finding on every line of `eval` becomes `after`. */
function fresh(before: string, after: string, strip: readonly string[] = []): number[] {
  const findingsIn = (text: string): Finding[] =>
    text.split('\n').flatMap((line, index) => (line.includes('eval') ? [at(index + 1)] : []));
  const log = JSON.parse(JSON.stringify(sarifLog(findingsIn(before), { ...run, textOf: textOf(before) }))) as {
    runs: { results: { partialFingerprints: Record<string, string> }[] }[];
  };
  for (const { partialFingerprints } of log.runs.flatMap(({ results }) => results))
    for (const name of strip) Reflect.deleteProperty(partialFingerprints, name);
  return newFindings(findingsIn(after), textOf(after), log).map(({ line }) => line);
}

describe('a finding is new', () => {
  it.each<[string, string, string, number[]]>([
    ['not where nothing changed', 'x\neval(a)\n', 'x\neval(a)\n', []],
    ['not where its line moved', 'eval(a)\n', '# b\n\n  eval(a)\n', []],
    ['not where the next line changed', 'eval(a)\ny = 1\n', 'eval(a)\ny = 2\n', []],
    ['where it was not', 'x = 1\n', 'x = 1\neval(a)\n', [2]],
    ['where its line is another', 'eval(a)\n', 'eval(b)\n', [1]],
    ['where it is a copy, also at the end of the file', 'eval(a)\n', 'eval(a)\n\nx = 2\neval(a)\n', [4]],
    ['as often as it is added', 'eval(a)\n', 'eval(a)\neval(a)\neval(a)\n', [2, 3]],
  ])('%s', (_, before, after, lines) => {
    expect(fresh(before, after)).toEqual(lines);
  });

  it('by the uploader’s hash where an analysis keeps no other, and by its line where it keeps none', () => {
    expect(fresh('eval(a)\n', '# b\neval(a)\n', ['lineText/v1'])).toEqual([]);
    expect(fresh('eval(a)\n', 'eval(a)\neval(b)\n', ['lineText/v1', 'primaryLocationLineHash'])).toEqual([2]);
  });

  it('in another file, and where the log says nothing', () => {
    const log = sarifLog([at(1)], { ...run, textOf: textOf('eval') });
    expect(newFindings([at(1, 'b.py')], textOf('eval'), log)).toHaveLength(1);
    for (const nothing of [undefined, {}, { runs: 3 }, { runs: [{ results: [null, {}] }] }])
      expect(newFindings([at(1)], textOf('eval'), nothing)).toHaveLength(1);
  });
});
