import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Flags that let Node find packages which Yarn has put nowhere (yarnpkg.com/features/pnp); none for a project with node_modules. */
export function plugAndPlayFlags(directory: string): string[] {
  const folder = nearestWith('.pnp.cjs', directory);
  if (folder === undefined) return [];
  const loader = join(folder, '.pnp.loader.mjs');
  const hooks = existsSync(loader) ? ['--experimental-loader', pathToFileURL(loader).href] : [];
  return ['--require', join(folder, '.pnp.cjs'), ...hooks];
}

function nearestWith(file: string, folder: string): string | undefined {
  if (existsSync(join(folder, file))) return folder;
  return dirname(folder) === folder ? undefined : nearestWith(file, dirname(folder));
}
