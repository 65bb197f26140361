import { existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { interpreterOf, packPython, type PackedPython } from './fixtures/packed-python.ts';
import { startPythonMirror, type Manner } from './fixtures/python-mirror.ts';
import { runActionOn, type ActionRun } from './fixtures/run-action.ts';

const project = {
  'shop.py': 'def one():\n    return 1\n',
  'test_shop.py': 'import shop\ndef test_one():\n    assert shop.one() == 1\n',
};

/** A machine without any Python of that version: no pyenv, an empty tool cache, nothing but uv on PATH. */
function bareMachine(): Readonly<Record<string, string>> {
  const [home, bin] = [mkdtempSync(join(tmpdir(), 'home-')), mkdtempSync(join(tmpdir(), 'bin-'))];
  for (const name of ['uv', 'git']) symlinkSync(onPath(name), join(bin, name));
  const toolCache = join(home, 'tools');
  mkdirSync(toolCache);
  return { HOME: home, PYENV_ROOT: join(home, 'pyenv'), PATH: bin, RUNNER_TOOL_CACHE: toolCache };
}

function onPath(name: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? name;
}

describe('a Python that is missing here', () => {
  let packed: PackedPython;
  beforeAll(async () => {
    packed = await packPython('3.12');
  });

  async function run(manner: Manner, env = bareMachine()): Promise<ActionRun & { readonly asked: readonly string[] }> {
    const mirror = await startPythonMirror(packed, manner);
    try {
      const ended = await runActionOn(project, {}, { ...mirror.env, ...env });
      expect(mirror.journal.violations()).toEqual([]);
      return { ...ended, asked: mirror.journal.entries.map(({ path }) => path) };
    } finally {
      await mirror.server.close();
    }
  }

  it('is downloaded by uv, and the tests run on it', async () => {
    const machine = bareMachine();
    const ended = await run('gives it', machine);
    expect(ended.log).toContain('Python 3.12 is not on this machine; asking uv to download it');
    expect(ended.log).toContain(`Python 3.12: ${packed.version}, ${machine['RUNNER_TOOL_CACHE']}/uv-python/`);
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'passed', tests: '1', coverage: '100.00' } });
    const again = await run('answers 404', machine);
    expect(again.asked).toEqual([]);
    expect(again).toMatchObject({ exitCode: 0, outputs: { result: 'passed' } });
  });

  it('is downloaded by a uv of our own where none is on PATH, which any other Python installs', async () => {
    const bin = mkdtempSync(join(tmpdir(), 'bin-'));
    symlinkSync((await interpreterOf('3.10')).executable, join(bin, 'python3'));
    const ended = await run('gives it', { ...bareMachine(), PATH: bin });
    expect(ended.log).toContain('installed the pinned wheel');
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'passed', tests: '1' } });
  });

  it.each([
    ['answers 404', 'HTTP status client error (404 Not Found)'],
    ['gives another', 'Hash mismatch for'],
    ['hangs up midway', 'end of file before message length reached'],
  ] as const)('is red with uv’s reason and the remedy, before any leg, where the mirror %s', async (manner, reason) => {
    const ended = await run(manner);
    expect(ended.asked.filter((path) => path.endsWith('.tar.gz'))).not.toEqual([]);
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'failed', tests: '0' } });
    const [said = ''] = ended.log.match(/^::error.*$/m) ?? [];
    expect(said).toContain(reason);
    expect(said).toContain("actions/setup-python and python-version: '3.12'");
    expect(ended.log).not.toContain('uv venv');
    expect(ended.legs).toMatchObject([{ version: '3.12', outcome: 'failed', reason: expect.stringContaining(reason) }]);
  });
});
