import { join } from 'node:path';
import { childEnvironment, printGroup, runProcess, type ProcessResult } from '@data-profiler-actions/action-kit';
import { assets } from '../environments/assets.ts';
import { indexVariables } from '../environments/downloads.ts';
import { uvOnPath } from '../environments/uv.ts';

export type CodecovCli =
  { readonly ok: true; readonly program: string } | { readonly ok: false; readonly reason: string };

const installMs = 180_000;

/** Installs Codecov's own command line into an environment of its own; the lock holds exact versions and the hash of every file. */
export async function installCodecovCli(python: string, folder: string, signal: AbortSignal): Promise<CodecovCli> {
  const bin = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const inside = join(bin, 'python');
  const locked = ['--require-hashes', '--only-binary', ':all:', '-r', join(assets(), 'codecov-cli.txt')];
  const uv = uvOnPath();
  const commands: [string, string[]][] = uv.ok
    ? [
        [uv.program, ['venv', '--no-project', '--python', python, folder]],
        [uv.program, ['pip', 'install', '--python', inside, ...locked]],
      ]
    : [
        [python, ['-m', 'venv', folder]],
        [inside, ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', ...locked]],
      ];
  for (const [command, args] of commands) {
    const env = childEnvironment(indexVariables(process.env));
    const run = await runProcess({ command, args, env, timeoutMs: installMs, signal });
    const failure = failureOf(run);
    if (!failure) continue;
    printGroup('Codecov’s command line could not be installed', run.output);
    return { ok: false, reason: `its command line could not be installed: ${failure}` };
  }
  return { ok: true, program: join(bin, 'codecovcli') };
}

/** Why a command did not end well; empty if it did. */
export function failureOf({ outcome, exitCode, reason, output, seconds }: ProcessResult): string {
  if (outcome === 'exited' && exitCode === 0) return '';
  if (outcome === 'timed-out') return `no end after ${seconds.toFixed(0)} s`;
  if (outcome !== 'exited') return `${outcome} ${reason}`.trim();
  const lines = output.trim().split('\n');
  const told = lines.findLast((line) => /^(error - |Error: |\S*(Error|Exception): )/.test(line)) ?? lines.at(-1) ?? '';
  // Its log lines begin with their level and a time stamp.
  return told.replace(/^error - \S+ \S+ -- /, '').slice(0, 500) || `exit code ${exitCode}`;
}
