import { join } from 'node:path';
import type { PreparationContext } from './preparation-context.ts';
import { buildProject, copyProject } from './build-project.ts';
import { exportLock } from './export-lock.ts';
import type { InstallPlan } from './install-plan.ts';
import { leaveOutItself } from './itself.ts';
import { wantsProject, type Project } from './project.ts';
import type { VersionPlace } from './workplace.ts';

/** Makes what is made once for all versions, with the newest of them. */
export async function prepare(
  project: Project,
  newest: VersionPlace,
  context: PreparationContext,
): Promise<Pick<InstallPlan, 'source' | 'exportedLock' | 'copy'>> {
  const { workplace } = context;
  const copy = needsCopy(project) ? copyProject(project, join(workplace.root, 'source'), workplace.scratch) : '';
  leaveOutItself(copy, project.namedIn);
  return {
    exportedLock: await exportLock(project, newest, context),
    source: buildsItself(project) ? await buildProject(project, copy, newest, context) : () => '',
    copy,
  };
}

const buildsItself = (project: Project): boolean => project.pyproject.builds && wantsProject(project);

/** Whether anything is built from the project's tree, or installed from its files changed. */
const needsCopy = (project: Project): boolean =>
  buildsItself(project) ||
  project.requirements.some(({ kind }) => kind === 'lock') ||
  project.pyproject.sources ||
  project.namedIn.length > 0;
