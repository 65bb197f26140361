/** Runs jest as ES modules: `npm run jest -- <paths or jest flags>`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { provisionTestTools } from '../test/tools.ts';
import { useOwnTemporaryFolder } from './own-temporary-folder.ts';
import { root } from './tree.ts';

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
useOwnTemporaryFolder();
const run = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(await provisionTestTools()) },
  },
);
process.exitCode = run.status ?? 1;
