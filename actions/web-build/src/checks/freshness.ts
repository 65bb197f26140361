import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../site/site.ts';
import { finding, type Finding } from './finding.ts';

/** The moment before a build. */
export interface BuildStart {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Index pages as they stood then: what of a file changes with every write, by its absolute path. */
  readonly pages: ReadonlyMap<string, string>;
}

const foldersDeep = 3;
const foldersAtMost = 2000;

/** Looks at all index pages of a project, wherever its build may write. */
export function noteBuildStart(directory: string): BuildStart {
  const pages = stampPages(directory);
  return { time: Date.now(), pages };
}

function stampPages(directory: string): Map<string, string> {
  const stamps = new Map<string, string>();
  let folders = 0;
  const walk = (folder: string, depth: number): void => {
    if (++folders > foldersAtMost) return;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isFile() && entry.name === 'index.html') stamps.set(path, stampOf(path));
      else if (entry.isDirectory() && depth < foldersDeep && !/^(node_modules|\..*)$/.test(entry.name))
        walk(path, depth + 1);
    }
  };
  walk(directory, 0);
  return stamps;
}

function stampOf(file: string): string {
  const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}

/** File systems keep times coarsely, and clocks differ a little from those of file servers. */
const clockSlackMs = 2000;
/** No build writes anything so soon after its start. */
const startMs = 10;

/**
 * An index that the build left as it was, or a site without one of which nothing was written. A page that was not seen before is judged by
 * its times: by both, since a copy can keep the time of its original, but not the time at which it was made.
 */
export function staleOutput(site: Site, { time, pages }: BuildStart): Finding[] {
  if (site.files.length === 0) return [];
  const isOld = (file: string): boolean => {
    const { mtimeMs, ctimeMs } = statSync(join(site.directory, file));
    return mtimeMs < time - clockSlackMs && ctimeMs < time + startMs;
  };
  const index = join(site.directory, 'index.html');
  const stamp = pages.get(index);
  const isStale = (): boolean => (stamp === undefined ? isOld('index.html') : stamp === stampOf(index));
  if (site.has('index.html') && isStale())
    return [finding('dist-stale', 'index.html', 'index.html is older than this build, which did not write it')];
  return site.files.every(isOld)
    ? [finding('dist-stale', '', 'every file of the output is older than this build, which wrote none of them')]
    : [];
}
