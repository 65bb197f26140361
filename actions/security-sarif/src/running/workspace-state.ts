import { lstatSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every path below a folder with what changes when it is written: kind and mode, size, time of change. */
export type WorkspaceState = ReadonlyMap<string, string>;

/** Looks at names and stamps, not at contents: ctime cannot be set back by the one who writes. */
export function workspaceState(folder: string): WorkspaceState {
  const state = new Map<string, string>();
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const entry of readdirSync(current, { withFileTypes: true })) {
      const path = join(current, entry.name);
      const { mode, size, ctimeNs } = lstatSync(path, { bigint: true });
      // A folder's own stamp changes with its entries, which are compared one by one.
      state.set(relative(folder, path), entry.isDirectory() ? `${mode}` : `${mode} ${size} ${ctimeNs}`);
      if (entry.isDirectory()) pending.push(path);
    }
  }
  return state;
}

/** Paths that were added, removed or written in between, sorted. */
export function changedPaths(before: WorkspaceState, after: WorkspaceState): string[] {
  const added = [...after].filter(([path, stamp]) => before.get(path) !== stamp).map(([path]) => path);
  const removed = [...before.keys()].filter((path) => !after.has(path));
  return [...new Set([...added, ...removed])].sort();
}
