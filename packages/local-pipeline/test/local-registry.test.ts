import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { standInForGhcr } from '../src/run/local-registry.ts';

const host = '127.0.0.1:5055';

function treeWith(file: string, text: string): { tree: string; read: () => string } {
  const tree = mkdtempSync(join(tmpdir(), 'local-registry-'));
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
  return { tree, read: () => readFileSync(join(tree, file), 'utf8') };
}

describe('the registry of this machine', () => {
  it('takes the place of ghcr.io wherever a repository’s workflow names it', () => {
    const { tree, read } = treeWith(
      '.github/workflows/ci.yaml',
      'image: ghcr.io/org/app\nhost: my.ghcr.io ghcr.io.test\n',
    );
    standInForGhcr(tree, 'repository', host);
    expect(read()).toBe(`image: ${host}/org/app\nhost: my.ghcr.io ghcr.io.test\n`);
  });

  it('takes its place in our manifests only where it is a default', () => {
    const manifest = '    description: ghcr.io needs none\n    default: ghcr.io\n';
    const { tree, read } = treeWith('single-job/action.yml', manifest);
    standInForGhcr(tree, 'release', host);
    expect(read()).toBe(`    description: ghcr.io needs none\n    default: ${host}\n`);
  });
});
