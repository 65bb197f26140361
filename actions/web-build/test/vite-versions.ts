import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../../../packages/local-pipeline/src/tools/cache-folder.ts';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';

/** The newest Vite, and the two majors before it, with what fits each. */
export const viteVersions = [
  { vite: '8.3.8', '@vitejs/plugin-legacy': '8.2.3' },
  { vite: '7.3.8', '@vitejs/plugin-legacy': '7.2.1' },
  { vite: '6.4.6', '@vitejs/plugin-legacy': '6.1.1' },
] as const;

export type ViteVersion = (typeof viteVersions)[number];

export const majorOf = ({ vite }: ViteVersion): string => vite.split('.')[0] ?? '';

/** The `node_modules` that hold a Vite; installed once for all projects of all tests. */
export async function viteModules(version: ViteVersion): Promise<string> {
  const folder = await cached(join('test-projects', `vite-${version.vite}-and-legacy`), async (unfinished) => {
    const manifest = { private: true, dependencies: { ...version, terser: '5.51.4' } };
    writeFileSync(join(unfinished, 'package.json'), JSON.stringify(manifest));
    await runTool('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: unfinished });
  });
  return join(folder, 'node_modules');
}
