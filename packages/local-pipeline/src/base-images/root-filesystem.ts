import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from '../tools/run-tool.ts';

/** A shell, Python with pip, a web server and what Node needs: enough for every stage of the example. */
const packages = [
  'base-passwd',
  'bash',
  'ca-certificates',
  'coreutils',
  'dash',
  'libstdc++6',
  'nginx-light',
  'python3-minimal',
  'python3-pip',
  'python3-venv',
  'wget',
];

/** Run by this machine's shell with the new root as $1: what base-passwd's configuration would do, and nobody reads manuals in an image. */
const finish = [
  'cp "$1/usr/share/base-passwd/passwd.master" "$1/etc/passwd"',
  'cp "$1/usr/share/base-passwd/group.master" "$1/etc/group"',
  'rm -rf "$1/usr/share/doc" "$1/usr/share/man" "$1/usr/share/locale"',
];

/** The recipe in words; base images are made anew when it changes. */
export const rootFilesystemRecipe = `bookworm ${packages.join(' ')} ${finish.join(' ')}`;

/**
 * Writes the root file system of an architecture, made of Debian packages that are unpacked but not configured: nothing of it runs, so that a foreign
 * architecture takes seconds.
 */
export async function writeRootFilesystem(architecture: 'amd64' | 'arm64', folder: string): Promise<void> {
  const machineSources = '/etc/apt/sources.list.d/debian.sources';
  const input = existsSync(machineSources) ? readFileSync(machineSources, 'utf8') : '';
  const flags = [
    '--mode=root',
    '--variant=extract',
    `--architectures=${architecture}`,
    `--include=${packages.join(',')}`,
    ...finish.map((command) => `--extract-hook=${command}`),
  ];
  await runTool(
    'mmdebstrap',
    [...flags, 'bookworm', join(folder, `rootfs-${architecture}.tar`), ...(input === '' ? [] : ['-'])],
    { input },
  );
}
