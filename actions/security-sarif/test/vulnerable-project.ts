import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A key as AWS writes them, put together here so that no scanner of this repository takes it for a leak. */
export const plantedKey = ['AKIA', 'QYLPMN5HHHFPZAM2'].join('');
export const plantedPassword = 'hunter2-planted';

const files: Readonly<Record<string, string>> = {
  'api/app.py': [
    'import subprocess',
    '',
    `PASSWORD = "${plantedPassword}"`,
    '',
    '',
    'def run(command):',
    '    return subprocess.call(',
    '        command,',
    '        shell=True,',
    '    )',
    '',
    '',
    'def compute(text):',
    '    allowed = eval(text)  # nosec  # nosemgrep',
    '    return allowed, eval(text)',
    '',
  ].join('\n'),
  'api/requirements.txt': '# what the API needs\nrequests==2.31.0\n-r more/base.txt\n',
  'api/more/base.txt': 'Jinja2==3.1.2 ; python_version >= "3.8"\n',
  'api/requirements-dev.txt': '-r requirements.txt\npyyaml==5.3.1\npytest\n',
  'api/settings.ini': `[aws]\nkey = ${plantedKey}\n`,
  Dockerfile: 'FROM debian:12\nRUN true\n',
  '.semgrep/rules.yml': [
    'rules:',
    '  - id: no-eval',
    '    languages: [python]',
    '    severity: ERROR',
    '    message: eval runs what it is given',
    '    metadata: { cwe: "CWE-95: eval injection" }',
    '    pattern: eval(...)',
    '',
  ].join('\n'),
};

/** Writes a project with one planted problem for each kind of scanner into a new folder; returns the folder. `changes` replace files; empty removes one. */
export function vulnerableProject(changes: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'security-sarif-'));
  for (const [file, text] of Object.entries({ ...files, ...changes })) {
    if (text === '') continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}
