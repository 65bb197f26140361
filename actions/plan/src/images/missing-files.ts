import { existsSync, globSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedImage } from './image-lines.ts';

/** Dockerfiles that a message names. */
const most = 5;

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** What an image line names and the workspace does not have, with what is there instead. */
export function missingFiles({ image, context, file }: PlannedImage, workspace: string): string[] {
  if (!isFolder(join(workspace, context)))
    return [`gives ${image} context=${context}, which is no folder of the workspace${whatIsThere(workspace)}`];
  if (!isFile(join(workspace, file)))
    return [
      `gives ${image} the Dockerfile ${file}, which does not exist${otherDockerfile(workspace, file) || whatIsThere(workspace)}`,
    ];
  return [];
}

/** The Dockerfiles that there are; an empty workspace was not checked out. */
function whatIsThere(workspace: string): string {
  if (!existsSync(workspace) || readdirSync(workspace).length === 0)
    return ' (it is empty: put actions/checkout in front)';
  const depths = ['', '*/', '*/*/', '*/*/*/'].map((folders) => `${folders}*Dockerfile*`);
  const found = globSync(depths, { cwd: workspace, exclude: ['**/node_modules/**', '**/*.dockerignore'] }).sort();
  if (found.length === 0) return ' (there is no Dockerfile near the root)';
  const more = found.length > most ? ` and ${found.length - most} more` : '';
  return ` (there is ${found.slice(0, most).join(', ')}${more})`;
}

function otherDockerfile(workspace: string, file: string): string {
  const folder = join(file, '..');
  const absolute = join(workspace, folder);
  const names = existsSync(absolute)
    ? readdirSync(absolute)
        .filter((name) => /dockerfile/i.test(name) && !name.endsWith('.dockerignore'))
        .sort()
    : [];
  return names[0] === undefined ? '' : ` (did you mean file=${join(folder, names[0])}?)`;
}
