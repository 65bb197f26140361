import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pairs, type Compared } from './pairs.ts';
import { bareLeg, longestBareLeg } from './python/bare.ts';
import { peersFolder, pythonsFolder, runPeer } from './python/peers.ts';
import { makeProject } from './python/projects.ts';
import { runBundle } from './python/run.ts';

const rounds = 3;
/** The differences that a large suite is asked about are small beside a machine's noise. */
const largeRounds = 7;

/** Three Pythons at once against one after the other, against tox and nox, against bare pytest, and a large suite. */
export async function benchPythonMatrixTest(): Promise<void> {
  const tools = { peers: await peersFolder(), pythons: pythonsFolder() };
  const warm = mkdtempSync(join(tmpdir(), 'bench-cache-'));
  const waiting = makeProject('waiting');
  const cold = await ours(waiting, '3', mkdtempSync(join(tmpdir(), 'bench-cold-')));
  await ours(waiting, '3', warm);
  await againstInTurn(waiting, warm);
  const step = await againstBare(waiting, tools.pythons, warm);
  await againstBareLarge(tools.pythons, warm);
  console.log('Against tox run-parallel and nox on the waiting suite, environments made anew:');
  for (const peer of ['tox', 'nox'] as const) {
    const theirs = mkdtempSync(join(tmpdir(), 'bench-peer-cache-'));
    say('cold cache', single(cold, await runPeer(peer, waiting, tools, theirs)), peer, 1);
    say('warm cache', single(step.mine, await runPeer(peer, waiting, tools, theirs)), peer, 1);
  }
}

async function againstInTurn(waiting: string, cache: string): Promise<void> {
  console.log('Three Pythons at once against the same legs one after the other, warm cache:');
  const at = (project: string, count: string) => () => ours(project, count, cache);
  say('waiting suite', await pairs(1, at(waiting, '3'), at(waiting, '1')), 'one after the other', 0.6);
  const computing = makeProject('computing');
  say('computing suite', await pairs(rounds, at(computing, '3'), at(computing, '1')), 'one after the other', 0.75);
}

async function againstBare(project: string, pythons: string, cache: string): Promise<Compared> {
  console.log(
    `Against the longest of the same three legs done bare at the same time (environment, install, coverage run -m pytest), ${rounds} pairs:`,
  );
  const step = await pairs(
    rounds,
    () => ours(project, '3', cache),
    () => longestBareLeg(project, pythons, cache),
  );
  say('waiting suite', step, 'bare', 1.15);
  return step;
}

async function againstBareLarge(pythons: string, cache: string): Promise<void> {
  const project = makeProject('large');
  let megabytes = 0;
  const mine = async (): Promise<number> => {
    const inputs = { 'python-versions': '3.12', coverage: 'false' };
    const run = await runBundle(project, inputs, { UV_CACHE_DIR: join(cache, 'uv') });
    if (!run.output.includes('50 tests failed'))
      throw new Error(`The large suite was not run:\n${run.output.slice(-2000)}`);
    megabytes = Math.max(megabytes, run.peakMegabytes);
    return run.seconds;
  };
  const compared = await pairs(largeRounds, mine, () => bareLeg(project, join(pythons, 'python3.12'), cache, false));
  console.log(`10,000 tests, 50 failing, 20 MB of output, one Python, without coverage, ${largeRounds} pairs:`);
  say('whole step', compared, 'bare pytest and install', 1.15);
  console.log(`  ${'memory'.padEnd(18)} ${megabytes.toFixed(0).padStart(6)} MB at most`);
}

const single = (mine: number, theirs: number): Compared => ({ mine, theirs, ratio: mine / theirs });

function say(what: string, { mine, theirs, ratio }: Compared, name: string, budget: number): void {
  const over = ratio > budget ? '  OVER BUDGET' : '';
  console.log(
    `  ${what.padEnd(18)} ${mine.toFixed(1).padStart(6)} s  ${ratio.toFixed(2)} × ${name} (${theirs.toFixed(1)} s), budget ${budget}${over}`,
  );
}

async function ours(project: string, maxParallel: string, cache: string): Promise<number> {
  const run = await runBundle(project, { 'max-parallel': maxParallel }, { UV_CACHE_DIR: join(cache, 'uv') });
  if (run.exitCode !== 0) throw new Error(`python-matrix-test failed:\n${run.output.slice(-2000)}`);
  return run.seconds;
}
