import { describe, expect, it } from '@jest/globals';
import { lineOfPackage, parseManifest, sarifLog, type Finding } from '../src/index.ts';

const run = { tool: 'T', version: '1.0.0', informationUri: 'https://x.org', category: 't/' };

function fingerprintIn(text: string, finding: Finding): string | undefined {
  const [result] = sarifLog([finding], { ...run, textOf: () => text }).runs[0]?.results ?? [];
  return result?.partialFingerprints?.['primaryLocationLineHash'];
}

describe('the alert of a line of code keeps its fingerprint', () => {
  const marked = '    return subprocess.call(command, shell=True)';
  const after = [
    '',
    'def unrelated(value):',
    '    """' + 'Long words that fill the window. '.repeat(4) + '"""',
    '    return value',
  ];
  const before = ['import subprocess', '', 'def helper():', '    return 1', '', 'def run(command):'];
  const code = [...before, marked, ...after, 'LAST = 1', ''].join('\n');

  const fingerprint = (text: string): string | undefined =>
    fingerprintIn(text, {
      scanners: ['bandit'],
      rule: 'B602',
      title: 'shell',
      message: 'm',
      severity: 'high',
      score: 8,
      file: 'a.py',
      line: text.split(/\r\n|\r|\n/).findIndex((line) => line.includes('shell=True')) + 1,
    });

  it.each([
    ['lines added above', code.replace('import subprocess', 'import os\nimport subprocess\n\nX = 2')],
    ['lines removed above', code.replace('def helper():\n    return 1\n\n', '')],
    ['a comment above', code.replace('def run', '# runs it\ndef run')],
    ['another name above', code.replace('helper', 'helps')],
    ['another indentation', code.replaceAll('    ', '\t')],
    ['blanks at the ends of lines', code.replaceAll('\n', '  \n')],
    ['blanks within the line', code.replace('call(command, shell', 'call(command,  shell')],
    ['Windows line ends', code.replaceAll('\n', '\r\n')],
    ['an edit far below', code.replace('LAST = 1', 'LAST = 2\nMORE = 3')],
    ['no newline at the end', code.trimEnd()],
  ])('with %s', (_, edited) => {
    expect(edited).not.toBe(code);
    expect(fingerprint(edited)).toBe(fingerprint(code));
  });

  it('and loses it when the line itself changes', () => {
    expect(fingerprint(code.replace('call(command', 'call(other'))).not.toBe(fingerprint(code));
  });
});

describe('the alert of a dependency keeps its fingerprint', () => {
  const requirements = 'flask==3.0.0\nrequests==2.31.0\nurllib3==2.2.0\n';

  const fingerprint = (text: string): string | undefined => {
    const { requirements: read } = parseManifest('requirements.txt', text);
    const { version = '', name = '' } = read.find((one) => one.name === 'requests') ?? {};
    return fingerprintIn(text, {
      scanners: ['trivy'],
      rule: 'CVE-2024-35195',
      title: 't',
      message: 'm',
      severity: 'medium',
      score: 5.6,
      file: 'requirements.txt',
      line: lineOfPackage(read, name, version),
      dependency: { package: name, version, aliases: [], fixedIn: [] },
    });
  };

  it.each([
    ['a package added above', `django==5.0\n${requirements}`],
    ['a package removed above', requirements.replace('flask==3.0.0\n', '')],
    ['the next line changed', requirements.replace('urllib3==2.2.0', 'urllib3==2.2.1')],
    ['the next line removed', requirements.replace('urllib3==2.2.0\n', '')],
    ['an upgrade that stays vulnerable', requirements.replace('2.31.0', '2.31.1')],
    ['another order', requirements.split('\n').reverse().join('\n')],
    ['a comment on the line', requirements.replace('2.31.0', '2.31.0  # for the API')],
    ['hashes', requirements.replace('2.31.0', '2.31.0 \\\n  --hash=sha256:ab')],
    ['a marker', requirements.replace('2.31.0', '2.31.0 ; python_version > "3.9"')],
    ['another spelling and extras', requirements.replace('requests', 'Requests[socks]')],
    ['Windows line ends', requirements.replaceAll('\n', '\r\n')],
  ])('with %s', (_, edited) => {
    expect(edited).not.toBe(requirements);
    expect(fingerprint(edited)).toBe(fingerprint(requirements));
  });
});
