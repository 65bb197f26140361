/**
 * Writes the tree that a release commit holds: `npm run release:tree [-- <folder>]`. A runner downloads exactly this, so it has manifests, bundles,
 * reusable workflows and the words people need, and no source, test or map.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bundledActions, compositeActions, manifestOf, readmeOf, root } from './tree.ts';

const reusableWorkflows = ['pipeline.yml', 'deploy.yml'];
const words = ['README.md', 'LICENSE', 'CHANGELOG.md'];
const byteBudget = 6_000_000;

const target = resolve(process.argv[2] ?? join(root, '.release'));
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

for (const action of [...bundledActions, ...compositeActions]) writeManifest(action);
cpSync(join(root, 'dist'), join(target, 'dist'), { recursive: true });
for (const workflow of reusableWorkflows) copy(join('.github', 'workflows', workflow));
for (const file of words) copy(file);

const size = bytesOf(target);
console.log(`${target}  ${(size / 1_000_000).toFixed(2)} MB of at most ${byteBudget / 1_000_000} MB`);
if (size > byteBudget) process.exitCode = 1;

/** In the release tree an action's folder stands at the root, so that `org/data-profiler-actions/<name>@v1` resolves. */
function writeManifest(action: string): void {
  const isRoot = action === 'plan';
  const manifest = readFileSync(join(root, manifestOf(action)), 'utf8').replaceAll('../../dist/', '../dist/');
  const folder = isRoot ? target : join(target, action);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'action.yml'), manifest);
  if (!isRoot) cpSync(join(root, readmeOf(action)), join(folder, 'README.md'));
}

function copy(file: string): void {
  const source = join(root, file);
  if (!existsSync(source)) throw new Error(`${file} is part of a release and does not exist.`);
  mkdirSync(dirname(join(target, file)), { recursive: true });
  cpSync(source, join(target, file));
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
