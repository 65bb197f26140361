import { existsSync, globSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { runSecuritySarif, toolCache, type ActionRun } from './run-action.ts';

const sound = 'print("sound")\n';

function scan(files: Readonly<Record<string, string>>, environment = {}): Promise<ActionRun> {
  const workspace = mkdtempSync(join(tmpdir(), 'no-python-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, file)), { recursive: true });
    writeFileSync(join(workspace, file), text, 'latin1');
  }
  return runSecuritySarif(workspace, { scanners: 'bandit', upload: 'off' }, environment);
}

/** Of pyenv, or of PATH without pyenv's shims. */
function python(version: string): string {
  const pyenv = join(
    process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'),
    'versions',
    `${version}.*`,
    'bin',
    'python3',
  );
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.endsWith('shims'));
  const onPath = folders.map((folder) => join(folder, `python${version}`)).filter((file) => existsSync(file));
  const [found] = [...globSync(pyenv), ...onPath];
  if (found === undefined) throw new Error(`Python ${version} is missing on this machine.`);
  return found;
}

describe('files called *.py that are no Python', () => {
  let run: ActionRun;
  beforeAll(async () => {
    const template = 'import {{ cookiecutter.name }}\n';
    run = await scan({
      'app.py': 'import pickle\n',
      'old.py': '"""Of Python 2."""\nprint "hello"\n',
      '{{ cookiecutter.name }}/main.py': template,
      'latin.py': 'name = "\xe9"\n',
      'null.py': 'a = 1\0\n',
    });
  }, 300_000);

  it('are named in one warning, with the line and what is wrong, and the others are scanned', () => {
    expect([run.exitCode, run.outputs['result']]).toEqual([0, 'findings']);
    const [warning = ''] = /^::warning .*bandit did not scan.*$/m.exec(run.log) ?? [];
    expect(warning).toContain('bandit did not scan 4 files');
    expect(warning).toMatch(/old\.py:2 \(Missing parentheses/);
    for (const file of ['latin.py:1', 'null.py:1', '{{ cookiecutter.name }}/main.py:1'])
      expect(warning).toContain(`${file} (`);
  });

  it('stand in the summary', () => {
    expect(run.summary).toContain('bandit did not scan 4 files');
    expect(run.summary).toContain('4 files not scanned, no Python that 3.');
  });
});

describe('files for a newer Python than Bandit runs on', () => {
  it('leave its work undone: the Python of this machine that reads them is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pythons-'));
    symlinkSync(python('3.11'), join(folder, 'python3'));
    symlinkSync(python('3.12'), join(folder, 'python3.12'));
    const run = await scan(
      { 'app.py': sound, 'new.py': 'type Name = str\n' },
      { PATH: [folder, '/usr/bin', '/bin'].join(delimiter), RUNNER_TOOL_CACHE: toolCache },
    );
    expect([run.exitCode, run.outputs['result']]).toEqual([1, 'scanner-error']);
    expect(run.log).toMatch(/new\.py is Python 3\.12; put that python3 first on PATH \(actions\/setup-python\)/);
  }, 300_000);
});
