import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timed } from './run.ts';

/** The three legs by hand, at the same time as the action runs them; seconds of the longest. */
export async function longestBareLeg(project: string, pythons: string, cache: string): Promise<number> {
  const legs = await Promise.all(
    ['3.10', '3.11', '3.12'].map((version) => legByHand(project, join(pythons, `python${version}`), cache, true)),
  );
  cleanByteCode(project);
  return Math.max(...legs);
}

/** One leg by hand: environment, install, pytest. */
export async function bareLeg(project: string, python: string, cache: string, coverage: boolean): Promise<number> {
  const seconds = await legByHand(project, python, cache, coverage);
  cleanByteCode(project);
  return seconds;
}

async function legByHand(project: string, python: string, cache: string, coverage: boolean): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bare-'));
  const inside = join(folder, 'bin', 'python');
  const env = { UV_CACHE_DIR: join(cache, 'uv') };
  const measure = coverage ? ['-m', 'coverage', 'run', `--data-file=${join(folder, 'data')}`, '--source=shop'] : [];
  const made = await timed('uv', ['venv', '--no-project', '--python', python, folder], project, env);
  const filled = await timed('uv', ['pip', 'install', '--python', inside, '-r', 'requirements.txt'], project, env);
  const tests = await timed(inside, [...measure, '-m', 'pytest', 'tests'], project, env);
  if (made.exitCode !== 0 || filled.exitCode !== 0 || tests.exitCode > 1)
    throw new Error(`A bare leg failed:\n${tests.output}`);
  rmSync(folder, { recursive: true });
  return made.seconds + filled.seconds + tests.seconds;
}

/** Python leaves byte code in the tree where nothing says otherwise; each leg begins with a checkout. */
function cleanByteCode(project: string): void {
  for (const entry of readdirSync(project, { withFileTypes: true, recursive: true }))
    if (entry.name === '__pycache__') rmSync(join(entry.parentPath, entry.name), { recursive: true });
}
