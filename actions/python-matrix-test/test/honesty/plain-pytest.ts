import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HardSuite } from './hard-suite.ts';

export interface PlainRun {
  readonly exit: HardSuite['plain'];
  readonly junit: HardSuite['junit'];
}

/** Longer than any suite here takes on a busy machine. */
const hangsAfterMs = 20_000;

/** What a step with `python -m pytest --junitxml=report.xml` ends with, and what its report holds. */
export async function runPlainPytest(
  python: string,
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<PlainRun> {
  const child = spawn(python, ['-m', 'pytest', '--junitxml=report.xml', ...args], {
    cwd: directory,
    env: { ...process.env, ...env },
    stdio: 'ignore',
    detached: true,
  });
  const exit = await new Promise<PlainRun['exit']>((resolve) => {
    const timer = setTimeout(() => resolve('hangs'), hangsAfterMs);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(code ?? signal ?? -1);
    });
  });
  endGroup(child.pid);
  return { exit, junit: readJunit(join(directory, 'report.xml')) };
}

/** What the suite has left behind, too. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing was left.
  }
}

function readJunit(file: string): HardSuite['junit'] {
  if (!existsSync(file)) return 'none';
  const suite = /<testsuite [^>]*>/.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
  const count = (name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  return { tests: count('tests'), red: count('failures') + count('errors') };
}
