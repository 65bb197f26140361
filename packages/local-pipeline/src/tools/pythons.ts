import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { answers } from './run-tool.ts';

/** The Pythons of the example's default matrix. */
const wanted = ['3.10', '3.11', '3.12'];

/** Which of the wanted Pythons cannot be found on PATH or in pyenv; the action itself searches wider and decides. */
export async function missingPythons(): Promise<string[]> {
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const inPyenv = existsSync(versions) ? readdirSync(versions) : [];
  const missing = [];
  for (const version of wanted) {
    if (inPyenv.some((name) => name.startsWith(`${version}.`))) continue;
    if (!(await answers(`python${version}`, ['--version']))) missing.push(version);
  }
  return missing;
}
