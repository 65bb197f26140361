/** `npm run e2e [-- name …]`: the whole pipeline on the example application, asserted; then once per way of breaking it. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { useOwnTemporaryFolder } from '../../scripts/own-temporary-folder.ts';
import { root } from '../../scripts/tree.ts';
import { provisionTestTools } from '../tools.ts';

const names = process.argv.slice(2);
const all = globSync(join(root, 'test', 'e2e', '*.e2e.ts')).sort();
const files = names.length === 0 ? all : names.map((name) => join(root, 'test', 'e2e', `${name}.e2e.ts`));

const flags = ['--disable-warning=ExperimentalWarning', '--test', '--test-concurrency=1', '--test-reporter=spec'];
useOwnTemporaryFolder();
const run = spawnSync(process.execPath, [...flags, ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...(await provisionTestTools()) },
});
process.exitCode = run.status ?? 1;
