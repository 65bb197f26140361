import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linkByteCode } from '../src/environments/byte-code.ts';
import { lacking } from '../src/environments/lacking.ts';
import type { Step } from '../src/environments/step.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'contents-'));
});
afterAll(() => rmSync(root, { recursive: true }));

function write(file: string, text = ''): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe('what an environment lacks', () => {
  /** Counts how often Python had to be asked; it answers that pytest_cov is not there. */
  const look = async (name: string, files: readonly string[], env = {}): Promise<[string[], number]> => {
    const environment = join(root, name);
    for (const file of files) write(join(environment, 'lib/python3.12/site-packages', file));
    let asked = 0;
    const run: Step = () => {
      asked += 1;
      const said = { stdout: 'pytest_cov\n', stderr: '', output: 'pytest_cov\n' };
      return Promise.resolve({ ...said, outcome: 'exited', exitCode: 0, reason: '', seconds: 0, leftBehind: false });
    };
    return [await lacking(['pytest', 'pytest_cov'], { environment, python: 'python', env }, run), asked];
  };

  it('is seen in its folder', async () => {
    expect(await look('plain', ['pytest/__init__.py', 'a1_coverage.pth'])).toEqual([['pytest_cov'], 0]);
    expect(await look('full', ['pytest.py', 'pytest_cov/__init__.py', 'mine.pth'])).toEqual([[], 0]);
  });

  it.each([
    ['a path file may add folders', ['__editable__.mine.pth'], {}],
    ['PYTHONPATH does', ['pytest/__init__.py'], { PYTHONPATH: '/x' }],
  ])('is asked of Python where %s', async (name, files, env) => {
    expect(await look(name, files, env)).toEqual([['pytest_cov'], 1]);
  });
});

describe('the byte code of a standard library', () => {
  it('is linked where Python looks for it, as far as that saves time', async () => {
    const [library, prefix] = [join(root, 'library'), join(root, 'prefix')];
    const long = 'x'.repeat(20_000);
    for (const file of ['inspect.cpython-312.pyc', 'inspect.cpython-312.opt-1.pyc'])
      write(join(library, '__pycache__', file), long);
    write(join(library, '__pycache__/this.cpython-312.pyc'), 'short');
    write(join(library, 'json/__pycache__/decoder.cpython-312.pyc'), long);
    write(join(library, 'site-packages/__pycache__/pip.cpython-312.pyc'), long);
    await linkByteCode(library, prefix);
    const there = (file: string): boolean => existsSync(join(prefix, library, file));
    expect(lstatSync(join(prefix, library, 'inspect.cpython-312.pyc')).isSymbolicLink()).toBe(true);
    expect(there('json/decoder.cpython-312.pyc')).toBe(true);
    expect(['inspect.cpython-312.opt-1.pyc', 'this.cpython-312.pyc', 'site-packages'].filter(there)).toEqual([]);
  });

  it('may be missing', async () => {
    await expect(linkByteCode(join(root, 'no-library'), join(root, 'other'))).resolves.toBeUndefined();
  });
});
