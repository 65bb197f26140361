import { createHash } from 'node:crypto';

/** The files of the commit that a pull request wants to change: what its author does not decide. */
export interface BaseFiles {
  /** Git's hash of each file right below a folder (empty: the root), by name; empty where there is no such folder. */
  list(folder: string): Promise<ReadonlyMap<string, string>>;
  /** Every file below a folder, or the file itself; paths relative to the repository. */
  below(path: string): Promise<readonly string[]>;
  read(path: string): Promise<Buffer>;
}

/** How Git names a file's content (Git, "gitformat-pack", object hashes). */
export function blobHash(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
