import { existsSync, statSync } from 'node:fs';
import { path } from '@data-profiler-actions/action-kit';

/** Where something relative to the workspace lies. */
export type Locate = (path: string) => string;

export function isFolder(file: string): boolean {
  return existsSync(file) && statSync(file).isDirectory();
}

/** What is wrong with a path that must be there, as the end of a sentence that names it; undefined when it is inside the workspace and exists. */
export function pathProblem(text: string, at: Locate): string | undefined {
  const parsed = path().parse(text);
  if (!parsed.ok) return `which ${parsed.problem}`;
  return existsSync(at(text)) ? undefined : 'which does not exist in the workspace';
}
