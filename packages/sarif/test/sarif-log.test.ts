import { describe, expect, it } from '@jest/globals';
import { isVulnerability, sarifLog, uniteVulnerabilities, type Finding, type Vulnerability } from '../src/index.ts';

function seen(scanner: string, rule: string, aliases: string[], score: number, title = ''): Vulnerability {
  const dependency = { package: 'requests', version: '2.31.0', aliases, fixedIn: ['2.32.0'] };
  return {
    scanners: [scanner],
    rule,
    title,
    message: '',
    severity: 'medium',
    score,
    file: 'api/requirements.txt',
    line: 3,
    dependency,
  };
}

describe('one vulnerability that three scanners see', () => {
  const one = uniteVulnerabilities([
    seen('safety', '71064', ['CVE-2024-35195'], 5.6),
    seen('pip-audit', 'GHSA-9wx4-h78v-vm56', ['CVE-2024-35195', 'PYSEC-2024-1'], 5.5, 'Certificates are ignored'),
    seen('trivy', 'PYSEC-2024-1', [], 5.6),
  ]);

  it('is one finding under its CVE that names all three', () => {
    expect(one).toHaveLength(1);
    expect(one[0]).toMatchObject({
      rule: 'CVE-2024-35195',
      scanners: ['pip-audit', 'safety', 'trivy'],
      score: 5.6,
      title: 'Certificates are ignored',
    });
  });

  it('stays apart from the same id in another package', () => {
    const [base] = one;
    const other = { ...base!, dependency: { ...base!.dependency!, package: 'urllib3' } };
    expect(uniteVulnerabilities([base!, other].filter(isVulnerability))).toHaveLength(2);
  });

  it('keeps its fingerprint when the line moves and the version changes', () => {
    const print = (finding: Finding): unknown =>
      sarifLog([finding], {
        tool: 't',
        version: '1.0.0',
        informationUri: 'https://x',
        category: 't/',
        textOf: () => '',
      }).runs[0]?.results?.[0]?.partialFingerprints;
    const moved = { ...one[0]!, line: 99, dependency: { ...one[0]!.dependency!, version: '2.31.1' } };
    expect(print(moved)).toEqual(print(one[0]!));
  });
});

describe('a SARIF log', () => {
  it('has a run, with results, also when nothing was found, so that old alerts close', () => {
    const log = sarifLog([], {
      tool: 'Bandit',
      version: '1.9.4',
      informationUri: 'https://x',
      category: 'bandit/',
      textOf: () => undefined,
    });
    expect(log.runs[0]).toMatchObject({ results: [], automationDetails: { id: 'bandit/' } });
  });

  it('gives severity as text, with the tag that rulesets look for', () => {
    const finding: Finding = {
      scanners: ['bandit'],
      rule: 'B602',
      title: 'Shell',
      message: 'm',
      severity: 'high',
      score: 8,
      file: 'a b.py',
      line: 2,
    };
    const [run] = sarifLog([finding], {
      tool: 'Bandit',
      version: '1.9.4',
      informationUri: 'https://x',
      category: 'bandit/',
      textOf: () => 'x\ny\n',
    }).runs;
    expect(run?.tool.driver.rules?.[0]?.properties).toMatchObject({ 'security-severity': '8.0', tags: ['security'] });
    expect(run?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('a%20b.py');
  });
});
