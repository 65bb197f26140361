import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { objectOf } from '@data-profiler-actions/action-kit';
import { cached } from '../../../packages/local-pipeline/src/tools/cache-folder.ts';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';

const createVite = '9.3.0';
/** A template may ask for a version that a registry does not have yet. */
const pinned: Readonly<Record<string, string>> = { '@builder.io/qwik': '1.20.1' };

const frameworks = ['vanilla', 'vue', 'react', 'preact', 'lit', 'svelte', 'solid', 'qwik'] as const;

/** Every template of create-vite. */
export const viteTemplates = frameworks.flatMap((name) => [name, `${name}-ts`]);

/** A workspace with a project of each template under `apps/`, and what they need, installed once. */
export async function templateWorkspace(): Promise<string> {
  const folder = await cached(join('test-projects', `create-vite-${createVite}-2`), makeWorkspace);
  const workspace = mkdtempSync(join(tmpdir(), 'web-build-templates-'));
  for (const entry of readdirSync(folder).filter((name) => name !== 'node_modules')) {
    cpSync(join(folder, entry), join(workspace, entry), { recursive: true, verbatimSymlinks: true });
  }
  symlinkSync(join(folder, 'node_modules'), join(workspace, 'node_modules'));
  return workspace;
}

async function makeWorkspace(folder: string): Promise<void> {
  // vue-tsc and svelte-check, which stand at the top, want an older TypeScript than the other templates.
  const manifest = { private: true, workspaces: ['apps/*'], devDependencies: { typescript: '~6.0.3' } };
  const installing = ['--no-audit', '--no-fund'];
  const tools = mkdtempSync(join(tmpdir(), 'create-vite-'));
  await runTool('npm', ['install', `create-vite@${createVite}`, '--prefix', tools, ...installing], { cwd: tools });
  const program = join(tools, 'node_modules', 'create-vite', 'index.js');
  for (const template of viteTemplates) {
    const args = [program, join('apps', template), '--template', template, '--no-interactive', '--no-immediate'];
    await runTool(process.execPath, args, { cwd: folder, input: '' });
    pin(join(folder, 'apps', template, 'package.json'), template);
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  // qwik's peer range ends before the Vite that its own template asks for.
  await runTool('npm', ['install', '--legacy-peer-deps', ...installing], { cwd: folder });
  if (!existsSync(join(folder, 'package-lock.json'))) throw new Error('npm wrote no lock file.');
}

/** The name of a framework is that of a package, too, which a workspace must not have twice. */
function pin(file: string, template: string): void {
  const manifest = objectOf(JSON.parse(readFileSync(file, 'utf8')));
  const dependencies = Object.entries(objectOf(manifest['dependencies'])).map(([name, range]) => [
    name,
    pinned[name] ?? range,
  ]);
  const changed = {
    ...manifest,
    name: `template-${template}`,
    dependencies: Object.fromEntries(dependencies) as unknown,
  };
  writeFileSync(file, JSON.stringify(changed, null, 2));
}
