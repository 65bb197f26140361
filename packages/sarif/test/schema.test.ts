import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { sarifLog, sarifProblems, type Finding } from '../src/index.ts';

/** The OASIS schema of SARIF 2.1.0 (docs.oasis-open.org/sarif), unchanged. */
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'sarif-2.1.0.schema.json'), 'utf8'),
) as Record<string, unknown>;
const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

const text = 'x = "é🙂"; eval(y)\nz = 1\n';
const finding: Finding = {
  scanners: ['bandit'],
  rule: 'B307',
  title: 'eval',
  message: 'eval runs what it is given',
  severity: 'medium',
  score: 5.5,
  file: 'src/a #1.py',
  line: 1,
  bytes: { start: Buffer.from('x = "é🙂"; ').length, end: Buffer.from('x = "é🙂"; eval(y)').length },
  helpUri: 'https://bandit.readthedocs.io',
  cwe: 'CWE-95',
};
const run = {
  tool: 'Bandit',
  version: '1.9.4',
  informationUri: 'https://x.org',
  category: 'bandit/',
  textOf: () => text,
};

describe('the SARIF of findings', () => {
  const dependency = { package: 'requests', version: '2.31.0', aliases: ['CVE-2024-1'], fixedIn: [] };
  const log = sarifLog([finding, { ...finding, rule: 'CVE-2024-1', dependency }], run);

  it('fits the schema of OASIS, also when empty', () => {
    expect([isValid(log), isValid.errors]).toEqual([true, null]);
    expect(isValid(sarifLog([], run))).toBe(true);
  });

  it('counts columns in UTF-16 units where the scanner counted bytes', () => {
    const place = log.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation;
    expect(place?.region).toEqual({ startLine: 1, startColumn: 12, endColumn: 19 });
    expect(place?.artifactLocation?.uri).toBe('src/a%20%231.py');
  });

  it('leaves columns out where the line has changed since', () => {
    const [changed] = sarifLog([finding], { ...run, textOf: () => 'x\n' }).runs;
    expect(changed?.results?.[0]?.locations?.[0]?.physicalLocation?.region).toEqual({ startLine: 1 });
  });

  it('writes a CWE as GitHub does, with three digits', () => {
    expect(log.runs[0]?.tool.driver.rules?.[0]?.properties?.tags).toEqual(['security', 'external/cwe/cwe-095']);
  });

  it('has no problem that GitHub would refuse, and a broken one has', () => {
    expect(sarifProblems(log)).toEqual([]);
    const absolute = sarifLog([{ ...finding, file: '/etc/passwd', line: 0, message: '' }], run);
    const place = '/runs/0/results/0/locations/0/physicalLocation';
    expect(sarifProblems(absolute)).toEqual([
      {
        pointer: `${place}/artifactLocation/uri`,
        message: 'must be a URI relative to the repository, with what is not allowed in one encoded',
      },
      { pointer: `${place}/region/startLine`, message: 'must be a whole number of at least 1' },
    ]);
  });

  it('keeps the gravest of more than 25,000', () => {
    const many = Array.from({ length: 25_010 }, (_, line) => ({
      ...finding,
      line: line + 1,
      score: line < 10 ? 2 : 8,
    }));
    const results = sarifLog(many, run).runs[0]?.results ?? [];
    expect(results).toHaveLength(25_000);
    expect(results.every(({ level }) => level === 'warning')).toBe(true);
  });

  it('fits both for whatever a scanner says', () => {
    const words = fc.string({ unit: 'binary', maxLength: 300 });
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
    const path = fc.array(
      name.filter((part) => !/^\.{1,2}$|[/\0]/.test(part)),
      { minLength: 1, maxLength: 4 },
    );
    const anything = fc.record(
      {
        scanners: fc.constant(['semgrep']),
        rule: name,
        title: words,
        message: words,
        severity: fc.constantFrom('low', 'medium', 'high', 'critical'),
        score: fc.double({ min: 0.1, max: 10, noNaN: true }),
        file: path.map((parts) => parts.join('/').toWellFormed()),
        line: fc.integer({ min: 1, max: 9 }),
        bytes: fc.record({ start: fc.nat(40), end: fc.nat(40) }),
        helpUri: fc.oneof(fc.webUrl(), words),
        cwe: fc.constantFrom('CWE-79', 'CWE-1', 'cwe'),
      },
      { requiredKeys: ['scanners', 'rule', 'title', 'message', 'severity', 'score', 'file', 'line'] },
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 20 }), (findings) => {
        const any = sarifLog(findings, run);
        expect([isValid(any), isValid.errors, sarifProblems(any)]).toEqual([true, null, []]);
      }),
      { numRuns: 300 },
    );
  });
});
