import { describe, expect, it } from '@jest/globals';
import { parseManifest } from '@data-profiler-actions/sarif';
import { readBandit } from '../src/scanners/bandit.ts';
import { roundsOf } from '../src/scanners/pinned.ts';
import { readSemgrep } from '../src/scanners/semgrep.ts';
import { readTrivy, type TrivyContext } from '../src/scanners/trivy.ts';

const inputs: TrivyContext['inputs'] = { trivyScanners: ['vuln', 'misconfig', 'secret'] };

describe('what scanners found', () => {
  it('hides the password that Bandit quotes', () => {
    const result = readBandit(
      {
        errors: [],
        metrics: { _totals: { loc: 3 } },
        results: [
          {
            filename: './a.py',
            test_id: 'B105',
            issue_severity: 'LOW',
            issue_text: "Possible hardcoded password: 'it's mine'",
            line_number: 3,
            line_range: [3],
            col_offset: 11,
            end_col_offset: 20,
          },
        ],
      },
      'api/',
    );
    expect(result).toMatchObject({
      ok: true,
      findings: [{ file: 'api/a.py', line: 3, bytes: { start: 11, end: 20 } }],
    });
    expect(JSON.stringify(result)).not.toContain('mine');
  });

  it('is told beside the files that are no Python, each with what is wrong in it', () => {
    const files = [{ file: './t/{{x}}.py', line: 2, why: 'invalid syntax', newer: '' }];
    const errors = [{ filename: './t/{{x}}.py', reason: 'syntax error while parsing AST from file' }];
    const report = { errors, metrics: { _totals: { loc: 3 } }, results: [] };
    expect(readBandit(report, 'api/', { unparsed: { python: '3.11', files } })).toMatchObject({
      ok: true,
      unscanned: { files: [{ file: 'api/t/{{x}}.py', line: 2 }], why: 'no Python that 3.11 understands' },
    });
  });

  it('hides what a Semgrep rule about secrets quotes', () => {
    const extra = {
      message: 'The password "hunter2" is in the code',
      severity: 'ERROR',
      metadata: { cwe: ['CWE-798: x'] },
    };
    const place = { line: 2, col: 1 };
    const results = [{ check_id: 'tmp.rules.hard-coded', path: 'a.py', start: place, end: { line: 4, col: 9 }, extra }];
    const read = readSemgrep({ results, errors: [], paths: { scanned: ['a.py'] } }, '');
    expect(read).toMatchObject({ findings: [{ rule: 'hard-coded', severity: 'high', line: 2, cwe: 'CWE-798' }] });
    expect(JSON.stringify(read)).not.toContain('hunter2');
    expect(JSON.stringify(read)).not.toContain('bytes');
  });

  it('shows neither a secret nor its neighbours', () => {
    const Code = { Lines: [{ Content: 'other = do-not-tell' }] };
    const Secrets = [
      { RuleID: 'aws-access-key-id', Title: 'AWS', Severity: 'CRITICAL', StartLine: 2, Match: 'do-not-tell', Code },
    ];
    const read = readTrivy(
      { SchemaVersion: 2, Results: [{ Target: 'a.ini', Secrets }] },
      { requirements: [], prefix: '', inputs },
    );
    expect(read).toMatchObject({ findings: [{ rule: 'aws-access-key-id', severity: 'critical', line: 2 }] });
    expect(JSON.stringify(read)).not.toContain('do-not-tell');
  });
});

describe('requirements', () => {
  it('are read with their lines, over continuations, comments, hashes and markers', () => {
    const text =
      '# top\nRequests[socks] == 2.31.0 \\\n  --hash=sha256:ab\n-r more.txt\n-e ./lib\nx>=1 ; python_version < "3"\ny==1.*\n';
    const { requirements: read, includes } = parseManifest('requirements.txt', text);
    expect(read.map(({ name, version, line }) => [name, version, line])).toEqual([
      ['requests', '2.31.0', 2],
      ['', '', 5],
      ['x', '', 6],
      ['y', '', 7],
    ]);
    expect(includes).toEqual(['more.txt']);
  });

  it.each([
    ['a==1,<2', '1'],
    ['a>=1, ==1.5 ; python_version < "3"', '1.5'],
    ['a[x,y] (==1.0)', '1.0'],
    ['a===1+local.1 --hash=sha256:ab', '1+local.1'],
    ['a==1.*,<2', ''],
    ['a!=1', ''],
    ['a==1 b==2', ''],
    ['a @ https://example.org/a-1==2.whl', ''],
    ['a<2 ; python_version == "3.8"', ''],
  ])('as "%s" are pinned to "%s"', (text, version) => {
    expect(parseManifest('requirements.txt', text).requirements).toMatchObject([{ name: 'a', version }]);
  });

  it('lead to files whose names stand in quotes', () => {
    const text = '-r "more things.txt"\n--constraint=\'my pins.txt\'\n-rplain.txt\n';
    expect(parseManifest('requirements.txt', text)).toMatchObject({
      includes: ['more things.txt', 'plain.txt'],
      constraints: ['my pins.txt'],
    });
  });

  it('pinned twice by markers are both looked up', () => {
    const twice = parseManifest('requirements.txt', 'a==1\nb==1\na==2; python_version > "3"\na==1\n').requirements;
    expect(roundsOf(twice).map((round) => round.map(({ name, version }) => name + version))).toEqual([
      ['a1', 'b1'],
      ['a2'],
    ]);
  });
});
