/** `npm run e2e`: the whole pipeline on the example application, asserted; then once per way of breaking it. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/tree.ts';
import { provisionTestTools } from '../tools.ts';

const files = globSync(join(root, 'test', 'e2e', '*.e2e.ts')).sort();
const flags = ['--disable-warning=ExperimentalWarning', '--test', '--test-concurrency=1', '--test-reporter=spec'];
const run = spawnSync(process.execPath, [...flags, ...process.argv.slice(2), ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...(await provisionTestTools()) },
});
process.exitCode = run.status ?? 1;
