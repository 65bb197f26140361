import { existsSync, readFileSync } from 'node:fs';

/** A number that rises when the kernel ends a process for want of memory (control group v2, and the machine’s since Linux 4.13). */
export function outOfMemoryKills(): number {
  return read('/sys/fs/cgroup/memory.events') + read('/proc/vmstat');
}

function read(file: string): number {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
}
