import type { Source } from './build-project.ts';
import type { Installer } from './installer.ts';
import type { Project } from './project.ts';

/** What every version's environment is made from. */
export interface InstallPlan {
  readonly project: Project;
  readonly installer: Installer;
  readonly installCommand: readonly string[];
  readonly coverage: boolean;
  /** Empty of a project that is not built. */
  readonly source: Source;
  /** uv.lock as a requirements file; empty without one. */
  readonly exportedLock: string;
  /** The project's place in its copy: what is built from a tree is built there, since builds write into it. Empty where nothing asks for it. */
  readonly copy: string;
}
