import { describe, expect, it } from '@jest/globals';
import { readEvent, type EventContext } from '@data-profiler-actions/action-kit';
import type { Finding } from '@data-profiler-actions/sarif';
import { planRuns } from '../src/findings/runs.ts';
import { endedTrivyIgnores, withEnds, type Suppressed } from '../src/findings/suppression.ts';
import { baseRefOf } from '../src/gate/baseline.ts';
import { worstFirst } from '../src/report/annotations.ts';
import { changeOf, linesOf } from '../src/report/changed-lines.ts';
import type { ScannerName, ScannerReport } from '../src/scanners/scanner.ts';
import { targetOf } from '../src/upload/target.ts';

const [merge, head, base] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];
const event = (change: Partial<EventContext>): EventContext => ({ ...readEvent({}), name: 'push', ...change });
const pullRequest = { number: 7, baseSha: base, headSha: head, baseRef: 'develop' };
const pull = event({ name: 'pull_request', sha: merge, ref: 'refs/pull/7/merge', pullRequest });

describe('an analysis is of', () => {
  it.each<[string, EventContext, string, { sha: string; ref: string }]>([
    ['a branch', event({ sha: merge, ref: 'refs/heads/main' }), merge, { sha: merge, ref: 'refs/heads/main' }],
    ['a tag', event({ sha: merge, ref: 'refs/tags/v1' }), '', { sha: merge, ref: 'refs/tags/v1' }],
    ['the merge of a pull request', pull, merge, { sha: merge, ref: 'refs/pull/7/merge' }],
    ['its head where that is checked out', pull, head, { sha: head, ref: 'refs/pull/7/head' }],
    ['its merge where Git says nothing', pull, '', { sha: merge, ref: 'refs/pull/7/merge' }],
  ])('%s', (_, of, checkedOut, target) => {
    expect(targetOf(of, checkedOut)).toEqual(target);
  });

  it('a change that is measured by its base, or by the default branch', () => {
    expect(baseRefOf(pull)).toBe('refs/heads/develop');
    expect(baseRefOf(event({ ref: 'refs/tags/v1' }))).toBe('refs/heads/main');
  });
});

describe('the runs', () => {
  const report = (scanner: ScannerName): ScannerReport => ({
    scanner,
    version: '1',
    seconds: 1,
    result: { ok: true, findings: [], notes: [] },
  });

  it.each<[string, ScannerName[], ('vuln' | 'misconfig' | 'secret')[], string[]]>([
    ['Trivy for all', ['trivy'], ['vuln', 'misconfig', 'secret'], ['trivy/', 'dependencies/']],
    ['Trivy without vuln', ['trivy'], ['secret'], ['trivy/']],
    ['Trivy for vuln alone', ['trivy'], ['vuln'], ['dependencies/']],
    ['Trivy without vuln beside an auditor', ['trivy', 'safety'], ['misconfig'], ['trivy/', 'dependencies/']],
    ['Bandit alone', ['bandit'], ['vuln'], ['bandit/']],
  ])('are those that somebody was asked to look for: %s', (_, scanners, looked, categories) => {
    expect(planRuns(scanners.map(report), looked).map(({ category }) => category)).toEqual(categories);
  });
});

describe('the lines of a change', () => {
  it('are those that its diff adds', () => {
    const patch = '@@ -1,3 +1,4 @@\n a\n-b\n+c\n+d\n e\n\\ No newline at end of file\n@@ -10 +11,2 @@ def f():\n+x\n y';
    expect([...linesOf(patch)]).toEqual([2, 3, 11]);
    expect(linesOf('')).toEqual(new Set());
  });

  it('lie between the two commits of a pull request or a push, not of a first push', () => {
    expect(changeOf(pull)).toEqual({ base, head });
    expect(changeOf(event({ sha: merge, payload: { before: base } }))).toEqual({ base, head: merge });
    expect(changeOf(event({ sha: merge, payload: { before: '0'.repeat(40) } }))).toBeUndefined();
    expect(changeOf(event({ name: 'schedule', sha: merge, payload: { before: base } }))).toBeUndefined();
  });

  it('come first, then what is grave', () => {
    const at = (line: number, score: number): Finding => ({
      scanners: [],
      rule: 'R',
      title: '',
      message: '',
      severity: 'low',
      score,
      file: 'a.py',
      line,
    });
    const order = worstFirst([at(1, 9), at(2, 3), at(3, 5)], new Map([['a.py', new Set([2, 3])]]));
    expect(order.map(({ line }) => line)).toEqual([3, 2, 1]);
  });
});

describe('an entry of a .trivyignore', () => {
  const text =
    '# CVE-1 exp:2020-01-01\nCVE-2024-1 exp:2026-06-30\nCVE-2024-2\n  AVD-1   exp:2026-07-01 # x\r\nAVD-2 exp:2026-07-02';

  const finding: Finding = {
    scanners: ['trivy'],
    rule: '',
    title: '',
    message: '',
    severity: 'low',
    score: 1,
    file: 'a.py',
    line: 1,
  };

  it('counts no more on the day that it names: that is how Trivy takes it', () => {
    expect(endedTrivyIgnores(text, '2026-07-01').map(({ id, until }) => [id, until])).toEqual([
      ['CVE-2024-1', '2026-06-30'],
      ['AVD-1', '2026-07-01'],
    ]);
  });

  it('has its end told beside what it hides', () => {
    const hidden = (rule: string, by = '.trivyignore'): Suppressed => ({
      finding: { ...finding, rule },
      by,
      reason: '',
    });
    const told = withEnds([hidden('AVD-2'), hidden('CVE-2024-2'), hidden('AVD-2', '# nosec')], text);
    expect(told.map(({ until }) => until)).toEqual(['2026-07-02', undefined, undefined]);
  });
});
