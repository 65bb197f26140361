import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache-folder.ts';
import { runTool } from './run-tool.ts';

/** Services whose programs tests start themselves, by the packages that hold them. */
const archives = {
  sshd: ['openssh-server', 'libwrap0'],
  dockerd: ['docker.io', 'containerd', 'tini'],
  pass: ['pass', 'tree'],
} as const;

export type DebianArchive = keyof typeof archives;

/**
 * A folder that holds what Debian packages would put under `/`: unpacked, not installed, so that no service starts, no user is made and nothing of the
 * system changes. The packages are the newest that the distribution offers when the folder is made.
 */
export function unpackedDebian(name: DebianArchive, say: (message: string) => void): Promise<string> {
  const packages = archives[name];
  return cached(`debian-${name}`, async (folder) => {
    say(`Fetching ${packages.join(', ')} …`);
    await runTool('apt-get', ['update', '-qq']);
    await runTool('apt-get', ['download', '-qq', ...packages], { cwd: folder });
    const files = readdirSync(folder).map((file) => join(folder, file));
    for (const file of files) {
      await runTool('dpkg', ['-x', file, folder]);
      rmSync(file);
    }
  });
}
