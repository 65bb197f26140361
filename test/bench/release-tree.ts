import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../../scripts/tree.ts';

/** What a runner downloads for all actions: bytes of the tree, and of its compressed archive. */
export function benchReleaseTree(): void {
  const tree = join(mkdtempSync(join(tmpdir(), 'bench-')), 'tree');
  const line = execFileSync(process.execPath, [join(root, 'scripts', 'release-tree.ts'), tree], { encoding: 'utf8' });
  const archive = execFileSync('tar', ['-C', tree, '-cf', '-', '.'], { maxBuffer: 64 * 1024 * 1024 });
  console.log(
    `Release tree: ${line.trim().split('  ').at(-1)}, ${(gzipSync(archive).length / 1_000_000).toFixed(2)} MB compressed of at most 2 MB.`,
  );
}
