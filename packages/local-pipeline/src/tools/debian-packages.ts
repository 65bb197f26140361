import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import { runTool } from './run-tool.ts';

/** Programs that Debian and Ubuntu package, by the program that proves the package is there. */
const packageOf = {
  runc: 'runc',
  'qemu-aarch64-static': 'qemu-user-static',
  skopeo: 'skopeo',
  'docker-registry': 'docker-registry',
  mmdebstrap: 'mmdebstrap',
  ssh: 'openssh-client',
  gpg: 'gnupg',
} as const;

export type DebianProgram = keyof typeof packageOf;

/** Installs what is missing with apt-get where that is allowed, else names the packages. */
export async function ensureDebianPrograms(
  programs: readonly DebianProgram[],
  say: (message: string) => void,
): Promise<void> {
  const missing = programs.filter((program) => !isOnPath(program)).map((program) => packageOf[program]);
  if (missing.length === 0) return;
  const remedy = `Install them (sudo apt-get install ${missing.join(' ')}), or start a Docker engine with Buildx, which is then used instead.`;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get'))
    throw new UserError(`Missing on this machine: ${missing.join(', ')}.`, remedy);
  say(`Installing ${missing.join(', ')} with apt-get …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runTool('apt-get', ['update', '-qq'], { env });
  await runTool('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
}

export function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, program)));
}
