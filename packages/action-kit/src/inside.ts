import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** Whether a path lies in a folder, or is it, by their names alone; both absolute. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The same with the links of both followed, as far as the path exists. A link to what is not there yet counts as where it points. */
export function isInside(path: string, folder: string): boolean {
  return isBelow(realpathSync(nearestExisting(path)), realpathSync(folder));
}

/** Links that are followed, as many as Linux does: some lead back to themselves. */
const mostLinks = 40;

function nearestExisting(path: string, links = mostLinks): string {
  if (existsSync(path) || dirname(path) === path) return path;
  const target = links > 0 ? targetOf(path) : undefined;
  return target === undefined
    ? nearestExisting(dirname(path), links)
    : nearestExisting(resolve(dirname(path), target), links - 1);
}

function targetOf(path: string): string | undefined {
  const isLink = isFolder(dirname(path)) && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  return isLink ? readlinkSync(path) : undefined;
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();
