import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** What is fetched or built once and kept between runs. */
export const cacheFolder = (...parts: string[]): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'data-profiler-actions', ...parts);

/**
 * The folder under that name, made by `make` where it is not there yet. It is made under another name and moved when whole, so that what a cut run
 * left behind is never taken for the real thing. The name must change with what is in it: put the version in.
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = cacheFolder(name);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.part-${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    await make(unfinished);
  } catch (thrown) {
    rmSync(unfinished, { recursive: true, force: true });
    throw thrown;
  }
  mkdirSync(dirname(folder), { recursive: true });
  if (existsSync(folder)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, folder);
  return folder;
}
