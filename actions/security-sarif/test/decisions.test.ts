import { describe, expect, it } from '@jest/globals';
import { parseManifest, type Finding } from '@data-profiler-actions/sarif';
import { covers, parseException } from '../src/findings/exceptions.ts';
import { judgeFindings } from '../src/findings/judge.ts';
import { planRuns } from '../src/findings/runs.ts';
import { failed, type ScannerReport } from '../src/scanners/scanner.ts';
import { judge, resultOf } from '../src/gate/verdict.ts';
import { scannerAnnotations } from '../src/report/annotations.ts';

const finding: Finding = {
  scanners: ['bandit'],
  rule: 'B602',
  title: 't',
  message: 'm',
  severity: 'high',
  score: 8,
  file: 'api/a.py',
  line: 1,
};
const good: ScannerReport = {
  scanner: 'bandit',
  version: '1',
  seconds: 1,
  result: { ok: true, findings: [finding], notes: [] },
};
const broken: ScannerReport = { scanner: 'safety', version: '1', seconds: 1, result: failed('it crashed') };
const uploaded = { kind: 'uploaded', ids: ['1'] } as const;

describe('the annotation of a scanner that failed', () => {
  it('tells the last words of the scanner, without colours and empty lines', () => {
    const detail = '\u001b[32mA newer command \u001b[1m`scan`\u001b[0m is there.\n\n   \nThe database is gone.\n';
    const [annotation] = scannerAnnotations([{ ...broken, result: failed('it stopped', detail) }]);
    expect(annotation?.message).toBe('it stopped\nA newer command `scan` is there.\nThe database is gone.');
  });
});

describe('the verdict', () => {
  it.each([
    ['high', 'high', false],
    ['a milder threshold', 'low', false],
    ['a graver threshold', 'critical', true],
    ['none', 'none', true],
  ] as const)('on a high finding with %s', (_, failOn, ok) => {
    expect(judge([good], { failOn, counted: [finding], newOnly: false }, uploaded).ok).toBe(ok);
  });

  it('is red for a scanner that failed, whatever fail-on says', () => {
    expect(judge([broken], { failOn: 'none', counted: [], newOnly: false }, uploaded)).toMatchObject({
      ok: false,
      reason: 'safety could not do its work: it crashed',
    });
    expect(resultOf([broken], [])).toBe('scanner-error');
  });

  it('is findings where something was found, and red all the same where another scanner failed', () => {
    expect(resultOf([good, broken], [finding])).toBe('findings');
    expect(judge([good, broken], { failOn: 'none', counted: [finding], newOnly: false }, uploaded).ok).toBe(false);
  });

  it('lives with a refused upload, and not with a failed one', () => {
    expect(
      judge([], { failOn: 'high', counted: [], newOnly: false }, { kind: 'refused', reason: '403', ids: [] }).ok,
    ).toBe(true);
    expect(
      judge([], { failOn: 'high', counted: [], newOnly: false }, { kind: 'failed', reason: 'pending', ids: [] }).ok,
    ).toBe(false);
  });
});

describe('the runs', () => {
  it('hold back what a failed scanner feeds', () => {
    const runs = planRuns([good, broken], ['vuln']);
    expect(runs.map(({ category, missing }) => [category, missing])).toEqual([
      ['bandit/', []],
      ['dependencies/', ['safety']],
    ]);
  });
});

describe('exceptions', () => {
  const lines = ['B602 api/** until=2026-06-30 reason=legacy, leaves with the old API'];
  const exceptions = lines.map(parseException).flatMap((parsed) => (parsed.ok ? [parsed.exception] : []));

  it('hide a finding until their last day, and are announced after it', () => {
    expect(judgeFindings([finding], [], exceptions, '2026-06-30')).toMatchObject({ open: [], ended: [] });
    expect(judgeFindings([finding], [], exceptions, '2026-07-01')).toMatchObject({
      open: [finding],
      ended: [{ id: 'B602', until: '2026-06-30', by: 'ignore' }],
    });
  });

  it.each([
    'B602',
    'B602 until=tomorrow reason=x',
    'B602 until=2026-13-30 reason=x',
    'B602 until=2026-02-30 reason=x',
    'B602 until= reason=x',
    'B602 until=2026-01-01 until=2027-01-01 reason=x',
    'B602 a b reason=x',
    'reason=x',
  ])('refuse "%s"', (line) => {
    expect(parseException(line).ok).toBe(false);
  });
});

describe('the path of an exception', () => {
  it.each([
    ['**', '.github/scripts/a.py', true],
    ['api/**', 'api/.hooks/a.py', true],
    ['./api/**', 'api/a.py', true],
    ['app/[id]/page.py', 'app/[id]/page.py', true],
    ['.github/**', 'github/a.py', false],
    ['api/*', 'api/b/a.py', false],
  ])('%s on %s: %s', (glob, file, covered) => {
    expect(covers({ id: 'B602', glob, until: '', reason: 'x' }, { ...finding, file })).toBe(covered);
  });
});

describe('a requirements file', () => {
  it('is read as pip does: continued lines, comments, markers, includes, and what is not pinned', () => {
    const text =
      '# top\nFlask==3.0.0 \\\n  --hash=sha256:abc\n-r base.txt\nrequests>=2 # loose\nDemo.Lib[extra]==1.0 ; python_version < "3.11"\n';
    expect(parseManifest('requirements.txt', text)).toMatchObject({
      includes: ['base.txt'],
      requirements: [
        { name: 'flask', version: '3.0.0', line: 2 },
        { name: 'requests', version: '', line: 5 },
        { name: 'demo-lib', version: '1.0', line: 6 },
      ],
    });
  });
});
