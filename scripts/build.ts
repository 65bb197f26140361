/**
 * Bundles every action with ncc: `npm run build [-- <name> …]`. Each dist/<action>/ holds index.js, the action's assets and nothing else.
 * What all actions need is bundled once beside them, since a runner downloads them together: dist/kit/ is the action kit, bundled anew each time,
 * dist/toolkit/ the cache and artifact clients, which are loaded only when used.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lazyBuiltins } from './lazy-builtins.ts';
import { bundledActions, root } from './tree.ts';

const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');

const kit = '@data-profiler-actions/action-kit';

interface Bundle {
  readonly name: string;
  readonly entry: string;
  readonly assets?: string;
  /** Import the shared kit instead of holding it. */
  readonly usesKit: boolean;
}

const bundles: readonly Bundle[] = [
  { name: 'kit', entry: 'packages/action-kit/src/index.ts', usesKit: false },
  { name: 'toolkit', entry: 'packages/action-kit/src/services/service-toolkit.ts', usesKit: false },
  ...bundledActions.map((name) => ({
    name,
    entry: `actions/${name}/src/index.ts`,
    assets: join(root, 'actions', name, 'assets'),
    usesKit: true,
  })),
];

function build({ name, entry, assets, usesKit }: Bundle): void {
  const out = mkdtempSync(join(root, 'node_modules', '.ncc-'));
  const flags = ['--minify', '--no-cache', '--target', 'es2022', ...(usesKit ? ['--external', kit] : [])];
  const run = spawnSync(process.execPath, [ncc, 'build', join(root, entry), '--out', out, ...flags], {
    cwd: root,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`ncc failed for ${name}:\n${run.stdout}${run.stderr}`);
  const target = join(root, 'dist', name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const file of readdirSync(out))
    if (/\.(js|wasm)$|^package\.json$/.test(file)) cpSync(join(out, file), join(target, file));
  rmSync(out, { recursive: true });
  if (assets && existsSync(assets))
    cpSync(assets, join(target, 'assets'), { recursive: true, filter: (file) => !/__pycache__|\.pyc$/.test(file) });
  finish(join(target, 'index.js'), name);
}

/** Points imports of the kit at its bundle. ncc can exit 0 with a bundle that cannot start; the marker it leaves is known. */
function finish(file: string, name: string): void {
  const built = readFileSync(file, 'utf8').replaceAll(`"${kit}"`, '"../kit/index.js"');
  // The toolkit is other people's code, and loaded late as a whole.
  const code = name === 'toolkit' ? built : lazyBuiltins(built);
  if (code.includes('webpackMissingModule'))
    throw new Error(`The bundle of ${name} is dead: a module was not found by ncc.`);
  writeFileSync(file, code);
  console.log(`dist/${name}  ${(code.length / 1000).toFixed(0)} kB`);
}

/** The named ones with the kit that their bundles import: an older one may lack what they ask of it. */
function chosen(names: readonly string[]): readonly Bundle[] {
  return names.length === 0 ? bundles : bundles.filter(({ name }) => name === 'kit' || names.includes(name));
}

chosen(process.argv.slice(2)).forEach(build);
