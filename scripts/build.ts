/**
 * Bundles every action with ncc: `npm run build [-- <action> …]`. Each dist/<action>/ holds index.js, the action's assets and nothing else;
 * dist/toolkit/ is the cache and artifact client that the actions share.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bundledActions, root } from './tree.ts';

const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');

function bundle(entry: string, name: string, assets: string): void {
  const out = mkdtempSync(join(root, 'node_modules', '.ncc-'));
  const run = spawnSync(process.execPath, [ncc, 'build', join(root, entry), '--out', out, '--minify', '--no-cache', '--target', 'es2022'], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`ncc failed for ${name}:\n${run.stdout}${run.stderr}`);
  const target = join(root, 'dist', name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const file of readdirSync(out)) if (/\.(js|wasm)$|^package\.json$/.test(file)) cpSync(join(out, file), join(target, file));
  rmSync(out, { recursive: true });
  if (existsSync(assets)) cpSync(assets, join(target, 'assets'), { recursive: true, filter: (file) => !/__pycache__|\.pyc$/.test(file) });
  assertAlive(join(target, 'index.js'), name);
  console.log(`dist/${name}  ${Math.round(readFileSync(join(target, 'index.js')).length / 1000)} kB`);
}

/** ncc can exit 0 with a bundle that cannot start; the marker it leaves is known. */
function assertAlive(file: string, name: string): void {
  if (readFileSync(file, 'utf8').includes('webpackMissingModule')) throw new Error(`The bundle of ${name} is dead: a module was not found by ncc.`);
}

const wanted = process.argv.slice(2);
for (const action of bundledActions) {
  if (wanted.length > 0 && !wanted.includes(action)) continue;
  bundle(join('actions', action, 'src', 'index.ts'), action, join(root, 'actions', action, 'assets'));
}
if (wanted.length === 0 || wanted.includes('toolkit')) bundle(join('packages', 'action-kit', 'src', 'service-toolkit.ts'), 'toolkit', '');
writeFileSync(join(root, 'dist', 'package.json'), '{ "type": "module" }\n');
