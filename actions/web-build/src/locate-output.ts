import { join, relative } from 'node:path';
import { isBelow, isInside, UserError } from '@data-profiler-actions/action-kit';
import type { BuildStart } from './checks/freshness.ts';
import type { CommandContext } from './command-context.ts';
import type { Inputs } from './inputs.ts';
import { buildPlace } from './scripts/output-directory.ts';
import type { Project } from './scripts/project.ts';
import type { ViteBuild } from './scripts/vite-build.ts';
import type { Work } from './work.ts';

/** A site that has been built, and what it is held against. */
export interface BuiltSite {
  /** Absolute. */
  readonly absolute: string;
  /** Relative to the workspace. */
  readonly relative: string;
  readonly vite?: ViteBuild;
  /** Undefined where nothing was built in this step. */
  readonly buildStart?: BuildStart;
}

/** Where the site stands, and how Vite built it. A folder outside the workspace is not read, nor one that a link leads to. */
export async function locateOutput(
  { buildScript }: Project,
  context: CommandContext,
  { outputDirectory: asked }: Inputs,
  { broken, buildStart }: Work,
): Promise<BuiltSite> {
  const { directory, workspace } = context;
  const place = broken ? { outputDirectory: join(directory, 'dist') } : await buildPlace(context, buildScript);
  const absolute = asked === '' ? place.outputDirectory : join(directory, asked);
  const path = relative(workspace, absolute);
  if (!isBelow(absolute, workspace) || !isInside(absolute, workspace))
    throw new UserError(
      `The build writes to ${absolute}, which leads out of the workspace.`,
      'Set build.outDir to a folder inside.',
    );
  return {
    absolute,
    relative: path,
    ...(place.vite && { vite: place.vite }),
    ...(buildStart && { buildStart }),
  };
}
