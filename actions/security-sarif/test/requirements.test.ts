import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findRequirements } from '../src/findings/requirements.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'requirements-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

describe('the files of dependencies', () => {
  const pinned = 'idna==3.20\n';

  it('are found under the names that people give them, at any depth, installed packages left out', () => {
    const files = [
      ...['requirements.txt', 'dev-requirements.txt', 'requirements-test.txt', 'requirements/base.txt'],
      ...['api/requirements/ci/lint.txt', 'api/Pipfile.lock', 'web/pnpm-lock.yaml'],
    ];
    const others = ['.venv/lib/requirements.txt', 'node_modules/x/requirements.txt', 'notes.txt'];
    const root = folder(Object.fromEntries([...files, ...others].map((file) => [file, pinned])));
    expect(findRequirements(root, []).map(({ file }) => file)).toEqual(files.toSorted());
  });

  it('name what they include and nobody can read', () => {
    const root = folder({
      'api/requirements.txt': `${pinned}-r gone.txt\n-r ../../else.txt\n-r more.txt\n`,
      'api/more.txt': pinned,
    });
    const [first, second] = findRequirements(root, []);
    expect(first?.requirements.filter(({ name }) => name === '').map(({ text }) => text)).toEqual([
      '-r api/gone.txt (not there)',
      '-r ../else.txt (outside the working directory)',
    ]);
    expect(second?.file).toBe('api/more.txt');
  });
});
