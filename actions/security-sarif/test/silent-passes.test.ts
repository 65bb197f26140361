import { describe, expect, it } from '@jest/globals';
import type { ScanResult } from '../src/scanners/scanner.ts';
import { readBandit } from '../src/scanners/bandit.ts';
import { readPipAudit } from '../src/scanners/pip-audit.ts';
import type { PinnedFile } from '../src/scanners/pinned.ts';
import { readSafety } from '../src/scanners/safety.ts';
import { readSemgrep } from '../src/scanners/semgrep.ts';
import { readTrivy, type TrivyContext } from '../src/scanners/trivy.ts';

const original = {
  file: 'requirements.txt',
  requirements: [{ name: 'demo-lib', version: '1.0.0', line: 3, text: 'demo-lib==1.0.0' }],
};
const pinned: PinnedFile = { original, file: '/scratch/requirements-0.txt', count: 1, unpinned: [] };
const trivy: TrivyContext = {
  requirements: [original],
  prefix: 'api/',
  inputs: { trivyScanners: ['vuln'] },
};

const silent: readonly [string, ScanResult, string][] = [
  ['Bandit: no report', readBandit(undefined, ''), 'no readable report'],
  [
    'Bandit: nothing to read',
    readBandit({ errors: [], metrics: { _totals: { loc: 0 } }, results: [] }, ''),
    'no Python code',
  ],
  [
    'Bandit: a file that does not parse',
    readBandit(
      { errors: [{ filename: 'a.py', reason: 'syntax error' }], metrics: { _totals: { loc: 9 } }, results: [] },
      '',
    ),
    'could not read 1',
  ],
  [
    'Bandit: a file for a newer Python than its own',
    readBandit(
      { errors: [{ filename: './a.py', reason: 'syntax error' }], metrics: { _totals: { loc: 9 } }, results: [] },
      '',
      { unparsed: { python: '3.11', files: [{ file: './a.py', line: 2, why: 'invalid syntax', newer: '3.14' }] } },
    ),
    'a.py is Python 3.14; put that python3 first on PATH',
  ],
  [
    'Bandit: nothing but files that are no Python',
    readBandit(
      { errors: [{ filename: 'a.py', reason: 'syntax error' }], metrics: { _totals: { loc: 0 } }, results: [] },
      '',
      { unparsed: { python: '3.11', files: [{ file: 'a.py', line: 2, why: 'invalid syntax', newer: '' }] } },
    ),
    'could read none',
  ],
  ['Semgrep: no report', readSemgrep(undefined, ''), 'no readable report'],
  ['Semgrep: everything ignored', readSemgrep({ errors: [], paths: { scanned: [] }, results: [] }, ''), 'read no file'],
  [
    'Semgrep: a broken rule',
    readSemgrep({ errors: [{ level: 'error', message: 'bad rule' }], paths: { scanned: ['a'] }, results: [] }, ''),
    'errors of its own',
  ],
  ['pip-audit: no report', readPipAudit(undefined, pinned, ''), 'no report'],
  [
    'pip-audit: its service does not know the package',
    readPipAudit({ dependencies: [{ name: 'demo-lib', skip_reason: 'not found' }] }, pinned, ''),
    'could not audit 1 of 1',
  ],
  ['pip-audit: no answer for a requirement', readPipAudit({ dependencies: [] }, pinned, ''), 'answered for 0 of 1'],
  ['Safety: no report', readSafety(undefined, [pinned], ''), 'no readable report'],
  ['Safety: a line dropped', readSafety({ scanned_packages: {}, vulnerabilities: [] }, [pinned], ''), 'demo-lib'],
  ['Trivy: no report', readTrivy(undefined, trivy), 'no readable report'],
  ['Trivy: a requirements file passed over', readTrivy({ SchemaVersion: 2, Results: [] }, trivy), 'requirements.txt'],
];

describe('a scanner that says nothing wrong without having looked', () => {
  it.each(silent)('%s is an error, never clean', (_, result, words) => {
    expect(result).toMatchObject({ ok: false });
    expect(result.ok ? '' : result.reason).toContain(words);
  });
});

describe('what the scanners found', () => {
  it('never shows a password that Bandit quotes', () => {
    const result = {
      test_id: 'B105',
      issue_severity: 'LOW',
      issue_text: "Possible hardcoded password: 'hunter2'",
      filename: './a.py',
      line_number: 2,
    };
    const read = readBandit({ errors: [], metrics: { _totals: { loc: 9 } }, results: [result] }, 'api/');
    expect(JSON.stringify(read)).not.toContain('hunter2');
    expect(read).toMatchObject({ findings: [{ file: 'api/a.py', line: 2, severity: 'low' }] });
  });

  it('stands at the line of the requirement', () => {
    const vulns = [{ id: 'GHSA-1', aliases: ['CVE-1'], fix_versions: ['1.2.0'], description: 'Bad.' }];
    const read = readPipAudit({ dependencies: [{ name: 'demo_lib', version: '1.0.0', vulns }] }, pinned, 'api/');
    expect(read).toMatchObject({ findings: [{ file: 'api/requirements.txt', line: 3, rule: 'GHSA-1' }] });
  });
});
