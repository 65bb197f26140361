import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInside, type Mistake } from '@data-profiler-actions/action-kit';

export function checkDirectory(workingDirectory: string, workspace: string): Mistake[] {
  const directory = join(workspace, workingDirectory);
  const input = 'working-directory';
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    return [
      {
        input,
        problem: `names "${workingDirectory}", which is no directory of the workspace (is the repository checked out?)`,
      },
    ];
  if (isInside(directory, workspace)) return [];
  return [{ input, problem: `names "${workingDirectory}", a symbolic link that leads out of the workspace` }];
}
