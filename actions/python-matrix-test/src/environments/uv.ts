import { statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { childEnvironment, info, runProcess } from '@data-profiler-actions/action-kit';
import { assets } from './assets.ts';
import { pipOutside } from './pip.ts';

/** uv's program, or why there is none. */
export type Uv = { readonly ok: true; readonly program: string } | { readonly ok: false; readonly reason: string };

/** The first uv of PATH. */
export function uvOnPath(env: Readonly<Record<string, string | undefined>> = process.env): Uv {
  const name = process.platform === 'win32' ? 'uv.exe' : 'uv';
  const program = (env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => resolve(folder, name))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  return program === undefined ? { ok: false, reason: 'no uv is on PATH' } : { ok: true, program };
}

/** Installs the pinned uv wheel, checked by hash, into a folder of this step; `python` needs a pip. */
export async function fetchUv(python: string, temp: string, signal: AbortSignal): Promise<Uv> {
  const folder = join(temp, 'uv');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--target', folder];
  const pinned = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '-r', join(assets(), 'uv.txt')];
  const run = await runProcess({
    command: python,
    args: [...pip, ...pinned],
    env: childEnvironment(pipOutside),
    timeoutMs: 120_000,
    signal,
  });
  if (run.outcome !== 'exited' || run.exitCode !== 0)
    return { ok: false, reason: run.output.trim().split('\n').at(-1) ?? run.reason };
  info(`uv was not on PATH; installed the pinned wheel (${run.seconds.toFixed(1)} s)`);
  return uvOnPath({ PATH: join(folder, process.platform === 'win32' ? 'Scripts' : 'bin') });
}
