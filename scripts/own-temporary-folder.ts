import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives this process and its children a temporary folder of their own, gone when it ends: tests make hundreds of small projects and
 * workspaces, and the machine that runs them often lives long. The name is short, since BuildKit's sockets lie in it.
 * Open to every user as /tmp is: some tests run a tool as an ordinary one.
 */
export function useOwnTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'dpa-'));
  chmodSync(folder, 0o1777);
  process.env['TMPDIR'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
}
