import { describe, expect, it } from '@jest/globals';
import type { ScanResult } from '../src/scanners/scanner.ts';
import { readBandit } from '../src/scanners/bandit.ts';
import { readSemgrep, suppressedIn } from '../src/scanners/semgrep.ts';

const bandit = (word: string): ScanResult =>
  readBandit(
    {
      errors: [],
      metrics: { _totals: { loc: 9 } },
      results: [{ test_id: 'B1', issue_severity: word, issue_text: 'Said.', filename: './a.py', line_number: 1 }],
    },
    '',
  );

const semgrep = (word: string): ScanResult =>
  readSemgrep(
    {
      errors: [],
      paths: { scanned: ['a.py'] },
      results: [{ check_id: 'r', path: 'a.py', start: { line: 1 }, end: { line: 1 }, extra: { severity: word } }],
    },
    '',
  );

describe('a scanner’s own word for a severity', () => {
  it.each<[string, ScanResult, string, number, string]>([
    ['HIGH of Bandit', bandit('HIGH'), 'high', 8, 'scanner'],
    ['MEDIUM of Bandit', bandit('MEDIUM'), 'medium', 5.5, 'scanner'],
    ['LOW of Bandit', bandit('LOW'), 'low', 2, 'scanner'],
    ['UNDEFINED of Bandit', bandit('UNDEFINED'), 'medium', 5.5, 'assumed'],
    ['ERROR of Semgrep', semgrep('ERROR'), 'high', 8, 'scanner'],
    ['CRITICAL of Semgrep', semgrep('CRITICAL'), 'critical', 9.5, 'scanner'],
    ['INFO of Semgrep', semgrep('INFO'), 'low', 2, 'scanner'],
  ])('%s has the score that every other scanner’s has, and says where it is from', (_, result, ...expected) => {
    const [finding] = result.ok ? result.findings : [];
    expect([finding?.severity, finding?.score, finding?.basis]).toEqual(expected);
  });

  it('is read from SARIF levels where Semgrep gives no other', () => {
    const sarif = { runs: [{ results: [{ ruleId: 'r', level: 'warning', suppressions: [{ kind: 'inSource' }] }] }] };
    expect(suppressedIn(sarif, '').map(({ finding }) => [finding.score, finding.basis])).toEqual([[5.5, 'scanner']]);
  });
});
