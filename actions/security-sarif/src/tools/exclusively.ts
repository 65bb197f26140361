import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const lookAgainMs = 250;

/** Does some work while no other process on this machine does the same: several runners can share one tool cache. A lock older than `staleMs` is of a process that died. */
export async function exclusively<T>(
  lock: string,
  staleMs: number,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  while (!taken(lock)) {
    if (isOlder(lock, staleMs)) release(lock);
    else await sleep(lookAgainMs, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    release(lock);
  }
}

function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (thrown) {
    if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
}

function isOlder(lock: string, ms: number): boolean {
  return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) > ms;
}

function release(lock: string): void {
  try {
    rmdirSync(lock);
  } catch {
    // Another process found it stale and took it away first.
  }
}
