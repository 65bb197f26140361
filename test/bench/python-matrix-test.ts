import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peersFolder, pythonsFolder, runPeer } from './python/peers.ts';
import { makeProject } from './python/projects.ts';
import { runBundle, timed } from './python/run.ts';

/** Three Pythons at once against one after the other, against tox and nox, against bare pytest, and a large suite. */
export async function benchPythonMatrixTest(): Promise<void> {
  const tools = { peers: await peersFolder(), pythons: pythonsFolder() };
  const warm = mkdtempSync(join(tmpdir(), 'bench-cache-'));
  const projects = { waiting: makeProject('waiting'), computing: makeProject('computing') };
  const cold = await ours(projects.waiting, '3', mkdtempSync(join(tmpdir(), 'bench-cold-')));
  await ours(projects.waiting, '3', warm);
  const waiting = await ours(projects.waiting, '3', warm);
  const computing = await ours(projects.computing, '3', warm);
  console.log('Three Pythons at once against the same legs one after the other, warm cache:');
  say('waiting suite', waiting, await ours(projects.waiting, '1', warm), 'one after the other', 0.6);
  say('computing suite', computing, await ours(projects.computing, '1', warm), 'one after the other', 0.75);
  console.log(
    'Against the longest of the same three legs done bare at the same time (environment, install, coverage run -m pytest):',
  );
  say('waiting suite', waiting, await longestBareLeg(projects.waiting, tools.pythons, warm), 'bare', 1.15);
  await largeSuite(tools.pythons, warm);
  console.log('Against tox run-parallel and nox on the waiting suite, environments made anew:');
  for (const peer of ['tox', 'nox'] as const) {
    const theirs = mkdtempSync(join(tmpdir(), 'bench-peer-cache-'));
    say('cold cache', cold, await runPeer(peer, projects.waiting, tools, theirs), peer, 1);
    say('warm cache', waiting, await runPeer(peer, projects.waiting, tools, theirs), peer, 1);
  }
}

function say(what: string, mine: number, yardstick: number, name: string, budget: number): void {
  const ratio = mine / yardstick;
  const over = ratio > budget ? '  OVER BUDGET' : '';
  console.log(
    `  ${what.padEnd(18)} ${mine.toFixed(1).padStart(6)} s  ${ratio.toFixed(2)} × ${name} (${yardstick.toFixed(1)} s), budget ${budget}${over}`,
  );
}

async function ours(project: string, maxParallel: string, cache: string): Promise<number> {
  const run = await runBundle(project, { 'max-parallel': maxParallel }, { UV_CACHE_DIR: join(cache, 'uv') });
  if (run.exitCode !== 0) throw new Error(`python-matrix-test failed:\n${run.output.slice(-2000)}`);
  return run.seconds;
}

/** The three legs by hand, at the same time as the action runs them. */
async function longestBareLeg(project: string, pythons: string, cache: string): Promise<number> {
  const legs = await Promise.all(
    ['3.10', '3.11', '3.12'].map((version) => bareLeg(project, join(pythons, `python${version}`), cache, true)),
  );
  return Math.max(...legs);
}

async function bareLeg(project: string, python: string, cache: string, coverage: boolean): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bare-'));
  const inside = join(folder, 'bin', 'python');
  const env = { ...process.env, UV_CACHE_DIR: join(cache, 'uv'), PYTHONPYCACHEPREFIX: join(folder, 'pycache') };
  const measure = coverage ? ['-m', 'coverage', 'run', `--data-file=${join(folder, 'data')}`, '--source=shop'] : [];
  const made = await timed('uv', ['venv', '--no-project', '--python', python, folder], project, env);
  const filled = await timed('uv', ['pip', 'install', '--python', inside, '-r', 'requirements.txt'], project, env);
  const tests = await timed(inside, [...measure, '-m', 'pytest', 'tests'], project, env);
  if (made.exitCode !== 0 || filled.exitCode !== 0 || tests.exitCode > 1)
    throw new Error(`A bare leg failed:\n${tests.output}`);
  return made.seconds + filled.seconds + tests.seconds;
}

async function largeSuite(pythons: string, cache: string): Promise<void> {
  const project = makeProject('large');
  const bare = await bareLeg(project, join(pythons, 'python3.12'), cache, false);
  const inputs = { 'python-versions': '3.12', coverage: 'false' };
  const run = await runBundle(project, inputs, { UV_CACHE_DIR: join(cache, 'uv') });
  if (!run.output.includes('50 tests failed'))
    throw new Error(`The large suite was not run:\n${run.output.slice(-2000)}`);
  console.log('10,000 tests, 50 failing, 20 MB of output, one Python, without coverage:');
  say('whole step', run.seconds, bare, 'bare pytest and install', 1.15);
  console.log(`  ${'memory'.padEnd(18)} ${run.peakMegabytes.toFixed(0).padStart(6)} MB at most`);
}
