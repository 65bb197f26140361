import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const lookMs = 25;

/** Signals a child that leads a process group, and all that is in the group. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(-pid, signal);
  } catch {
    // The whole group is gone already, which is what was wanted.
    return false;
  }
}

/** Whether something is still there when it has had its time to end by itself. */
export async function outlives(isThere: () => boolean, patienceMs: number): Promise<boolean> {
  for (let waited = 0; isThere(); waited += lookMs) {
    if (waited >= patienceMs) return true;
    await sleep(lookMs);
  }
  return false;
}

/** Whether any of a child's group is alive. What has ended and is not collected, as under a first process that collects nobody, takes signals but is not. */
export function isGroupAlive(child: ChildProcess): boolean {
  if (!signalGroup(child, 0)) return false;
  if (!existsSync('/proc/self/stat')) return true;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((name) => isLivingMember(`/proc/${name}/stat`, child.pid));
}

/** Reads proc_pid_stat(5): behind the program's name in parentheses stand the state, the parent and the group. */
function isLivingMember(file: string, group: number | undefined): boolean {
  try {
    const stat = readFileSync(file, 'utf8');
    const [state, , its] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(its) === group && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
