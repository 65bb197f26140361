import { existsSync, readdirSync, readFileSync } from 'node:fs';

const name = 'DPA_PROCESS_MARK';

/** The variable by which all that a program starts is known, whatever session or group it goes into. */
export const markedWith = (mark: string): Record<string, string> => ({ [name]: mark });

/** The processes of that mark, as far as the system tells what environment a process was started with (Linux). */
export function markedProcesses(mark: string): number[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && isMarked(entry, `${name}=${mark}`))
    .map(Number);
}

/** What has ended and is not collected has no environment; another user's is not ours to read. */
function isMarked(id: string, variable: string): boolean {
  try {
    return readFileSync(`/proc/${id}/environ`).includes(variable);
  } catch {
    return false;
  }
}

export function endMarked(mark: string): void {
  for (const id of markedProcesses(mark))
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
}
