import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalId, gradeOf, idsIn, normalVersion, uniteVulnerabilities, type Vulnerability } from '../src/index.ts';

const seen = (
  scanner: string,
  rule: string,
  aliases: string[] = [],
  change: Partial<Vulnerability> = {},
): Vulnerability => ({
  scanners: [scanner],
  rule,
  title: '',
  message: '',
  ...gradeOf({}),
  file: 'requirements.txt',
  line: 3,
  dependency: { package: 'requests', version: '2.31.0', aliases, fixedIn: [] },
  ...change,
});

describe('one vulnerability', () => {
  it('is found through chains of ids, in whatever order the scanners come', () => {
    const all = [
      seen('safety', 'PVE-2024-1', ['71064']),
      seen('pip-audit', 'PYSEC-2024-1', ['GHSA-9WX4-H78V-VM56']),
      seen('trivy', 'CVE-2024-35195', ['ghsa-9wx4-h78v-vm56']),
      seen('safety', 'CVE-2024-35195', ['SAFETY-71064']),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 4 }), (order) => {
        const [one, ...others] = uniteVulnerabilities(order);
        expect(others).toEqual([]);
        expect(one).toMatchObject({ rule: 'CVE-2024-35195', scanners: ['pip-audit', 'safety', 'trivy'] });
        expect(one?.dependency?.aliases).toEqual([
          'CVE-2024-35195',
          'GHSA-9wx4-h78v-vm56',
          'PYSEC-2024-1',
          'PVE-2024-1',
          'SAFETY-71064',
        ]);
      }),
    );
  });

  it('is as grave as those say who know, not as one assumed who did not', () => {
    const measured = seen('safety', 'CVE-2024-1', [], gradeOf({ scores: [4.3] }));
    expect(uniteVulnerabilities([seen('pip-audit', 'CVE-2024-1'), measured])[0]).toMatchObject({
      score: 4.3,
      basis: 'cvss',
    });
    const worse = seen('trivy', 'CVE-2024-1', [], gradeOf({ scores: [7.5] }));
    expect(uniteVulnerabilities([measured, worse])[0]).toMatchObject({ score: 7.5, severity: 'high' });
  });

  it('in two versions of a package in one file is one, which names both places', () => {
    const other = { package: 'requests', version: '2.30.0', aliases: [], fixedIn: ['2.32.0'] };
    const [one, ...others] = uniteVulnerabilities([
      seen('trivy', 'CVE-2024-1'),
      seen('trivy', 'CVE-2024-1', [], { line: 9, dependency: other }),
    ]);
    expect(others).toEqual([]);
    expect(one?.message).toContain('It stands at line 3 (2.31.0) and line 9 (2.30.0).');
    expect(one?.line).toBe(3);
  });

  it('written in two ways is in one place', () => {
    const short = { package: 'requests', version: '2.31', aliases: [], fixedIn: [] };
    const [one] = uniteVulnerabilities([
      seen('trivy', 'CVE-2024-1'),
      seen('safety', 'CVE-2024-1', [], { dependency: short }),
    ]);
    expect(one?.message).not.toContain('stands at');
  });

  it('is never shared between packages or files', () => {
    const elsewhere = seen('trivy', 'CVE-2024-1', [], { file: 'more/requirements.txt' });
    const other = { ...seen('trivy', 'CVE-2024-1').dependency, package: 'urllib3' };
    const all = [seen('trivy', 'CVE-2024-1'), elsewhere, seen('trivy', 'CVE-2024-1', [], { dependency: other })];
    expect(uniteVulnerabilities(all)).toHaveLength(3);
  });
});

describe('ids', () => {
  it('have one spelling', () => {
    expect(['cve-2024-1234', 'ghsa-ABCD-efgh-2345', '71064', 'PYSEC-2024-1'].map(canonicalId)).toEqual([
      'CVE-2024-1234',
      'GHSA-abcd-efgh-2345',
      'SAFETY-71064',
      'PYSEC-2024-1',
    ]);
  });

  it('are taken from the pages of advisories, not from links to related CVEs', () => {
    expect(
      idsIn([
        'https://github.com/advisories/GHSA-9wx4-h78v-vm56',
        'https://github.com/org/x/security/advisories/GHSA-2222-3333-4444',
        'https://osv.dev/vulnerability/PYSEC-2024-1',
        'https://nvd.nist.gov/vuln/detail/CVE-2018-18074',
        'https://example.org/GHSA-5555-6666-7777',
      ]),
    ).toEqual(['GHSA-9wx4-h78v-vm56', 'GHSA-2222-3333-4444', 'PYSEC-2024-1']);
  });
});

it.each([
  ['1.0', '1'],
  ['v1.2.0', '1.2'],
  ['1.0-RC1', '1rc1'],
  ['1.0.alpha', '1a0'],
  ['1!2.0', '1!2'],
  ['1.0-1', '1.post1'],
  ['1.0.post2.dev3+Local-1', '1.post2.dev3+local.1'],
  ['not a version', 'not a version'],
])('the version %s is %s in normal form', (version, normal) => {
  expect(normalVersion(version)).toBe(normal);
});
