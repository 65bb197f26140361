import { existsSync, writeFileSync } from 'node:fs';
import { UserError } from '@data-profiler-actions/action-kit';
import { runTool } from '../tools/run-tool.ts';

const control = '/proc/sys/fs/binfmt_misc';

/**
 * Lets the kernel run arm64 programs through QEMU (kernel documentation, admin-guide/binfmt-misc). Flag F opens the interpreter now, so that it is found
 * inside a container; P keeps argv[0], without which busybox-like programs lose their name.
 */
const arm64 = String.raw`:qemu-aarch64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:/usr/bin/qemu-aarch64-static:PF`;

export async function ensureArm64Emulation(): Promise<void> {
  if (process.arch === 'arm64' || existsSync(`${control}/qemu-aarch64`)) return;
  try {
    if (!existsSync(`${control}/register`)) await runTool('mount', ['-t', 'binfmt_misc', 'binfmt_misc', control]);
    if (!existsSync(`${control}/qemu-aarch64`)) writeFileSync(`${control}/register`, arm64);
  } catch (thrown) {
    throw new UserError(
      'arm64 programs cannot be emulated here: the kernel took no binfmt_misc entry.',
      'Run as root on a Linux machine, or start a Docker engine with Buildx.',
      { cause: thrown },
    );
  }
}
