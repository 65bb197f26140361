import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, sep } from 'node:path';
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
  return existsSync(at(text)) ? linkProblem(text, at) : 'which does not exist in the workspace';
}

/** A path inside the workspace that a symbolic link leads out of it; of what does not exist yet, the folder above counts. */
export function linkProblem(text: string, at: Locate): string | undefined {
  if (!existsSync(at(text))) return text === '.' ? undefined : linkProblem(dirname(text), at);
  const real = realpathSync(at(text));
  const inside = relative(realpathSync(at('.')), real);
  const isOut = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return isOut
    ? `which a link leads out of the workspace (to ${real}); put it into the workspace in a step before`
    : undefined;
}
