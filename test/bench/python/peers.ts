import { existsSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from '../../../packages/local-pipeline/src/tools/cache-folder.ts';
import { pathWith, timed } from './run.ts';

const pinned = ['tox==4.67.15', 'nox==2026.10.20'];
const versions = ['3.10', '3.11', '3.12'];

/** A folder with tox and nox, from the package index. */
export async function peersFolder(): Promise<string> {
  const folder = await cached(`bench-peers-${pinned.join('-').replaceAll('=', '')}`, async (target) => {
    for (const args of [
      ['venv', '--python', realpathSync(join(pythonsFolder(), 'python3.12')), join(target, 'env')],
      ['pip', 'install', '--python', join(target, 'env', 'bin', 'python'), ...pinned],
    ]) {
      const run = await timed('uv', args, target);
      if (run.exitCode !== 0) throw new Error(`The peers could not be installed: ${run.output}`);
    }
  });
  return join(folder, 'env', 'bin');
}

/** A folder with `python3.10` and the like: tox and nox search PATH alone. */
export function pythonsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-pythons-'));
  const pyenv = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const there = existsSync(pyenv) ? readdirSync(pyenv) : [];
  for (const version of versions) {
    const found = there.find((name) => name.startsWith(`${version}.`));
    if (found) symlinkSync(join(pyenv, found, 'bin', 'python3'), join(folder, `python${version}`));
  }
  return folder;
}

/** The same three legs under tox (all at once) or nox (one after the other), with environments made anew. */
export async function runPeer(
  peer: 'tox' | 'nox',
  project: string,
  tools: { readonly peers: string; readonly pythons: string },
  cache: string,
): Promise<number> {
  const { peers, pythons } = tools;
  const work = mkdtempSync(join(tmpdir(), `bench-${peer}-`));
  const args =
    peer === 'tox'
      ? ['run-parallel', '--parallel', 'all', '--parallel-no-spinner', '--workdir', work]
      : ['--envdir', work];
  const env = {
    PATH: pathWith(pythons, peers),
    PIP_CACHE_DIR: join(cache, 'pip'),
    UV_CACHE_DIR: join(cache, 'uv'),
  };
  // Their scripts name the folder that they were installed in; the interpreter does not.
  const run = await timed(join(peers, 'python'), ['-m', peer, ...args], project, env);
  if (run.exitCode !== 0) throw new Error(`${peer} failed:\n${run.output.slice(-2000)}`);
  return run.seconds;
}
