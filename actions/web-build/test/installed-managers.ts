import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached } from '../../../packages/local-pipeline/src/tools/cache-folder.ts';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';
import { managedProjects, type ProjectName } from './managed-project.ts';

export const projectNames = Object.keys(managedProjects) as ProjectName[];

/** Whose program npm's registry gives, by which name; npm is there with Node. */
const packages: Readonly<Partial<Record<ProjectName, string>>> = {
  'pnpm 10': 'pnpm@10.20.0',
  'pnpm 12': 'pnpm@12.21.0',
  'Yarn 1': 'yarn@1.22.22',
  'Yarn 4': '@yarnpkg/cli-dist@4.18.1',
  bun: 'bun@1.4.5',
};

/** The folder of each manager's program, installed once for all tests. */
export async function installManagers(): Promise<ReadonlyMap<ProjectName, string>> {
  const folders = new Map<ProjectName, string>();
  for (const name of projectNames) {
    const spec = packages[name];
    if (spec === undefined) continue;
    const folder = await cached(
      join('test-projects', `manager-${spec.replaceAll(/[@/]/g, '-')}`),
      async (unfinished) => {
        writeFileSync(join(unfinished, 'package.json'), '{ "private": true }');
        await runTool('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts=false', spec], {
          cwd: unfinished,
        });
      },
    );
    folders.set(name, join(folder, 'node_modules', '.bin'));
  }
  return folders;
}

/** PATH with a folder first, as a runner that has been set up has it; without one, as it is. */
export const pathWith = (folder: string | undefined): string =>
  [...(folder === undefined ? [] : [folder]), process.env['PATH']].join(delimiter);
