import { dirname, join } from 'node:path';
import { installLocked, printGroup, programsOf, type ProcessResult } from '@data-profiler-actions/action-kit';
import { assets } from '../environments/assets.ts';

export type CodecovCli =
  { readonly ok: true; readonly program: string } | { readonly ok: false; readonly reason: string };

const installMs = 180_000;

/** Installs Codecov's own command line into an environment of its own; the lock holds exact versions and the hash of every file. */
export async function installCodecovCli(python: string, folder: string, signal: AbortSignal): Promise<CodecovCli> {
  const lock = join(assets(), 'codecov-cli.txt');
  const installed = await installLocked({ folder, python, lock, cwd: dirname(folder), timeoutMs: installMs, signal });
  if (installed.ok) return { ok: true, program: join(programsOf(folder), 'codecovcli') };
  printGroup('Codecov’s command line could not be installed', installed.run.output);
  return { ok: false, reason: `its command line could not be installed: ${failureOf(installed.run)}` };
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
