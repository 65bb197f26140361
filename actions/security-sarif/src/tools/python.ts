import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { childEnvironment, runProcess } from '@data-profiler-actions/action-kit';

/** The oldest Python that every locked scanner runs on. */
const oldest = { major: 3, minor: 10 } as const;
const question = 'import sys; print("%d.%d.%d" % sys.version_info[:3], sys.executable)';

export interface Interpreter {
  /** Absolute; the interpreter itself, not a shim that leads to it. */
  readonly command: string;
  readonly version: string;
}

/** The first `python3` of PATH that is new enough; undefined where there is none. */
export async function findPython(
  signal: AbortSignal,
  path = process.env['PATH'] ?? '',
): Promise<Interpreter | undefined> {
  const candidates = path.split(delimiter).map((folder) => join(folder, 'python3'));
  for (const command of candidates.filter((file) => existsSync(file))) {
    const run = await runProcess({
      command,
      args: ['-I', '-c', question],
      env: childEnvironment(),
      timeoutMs: 20_000,
      signal,
    });
    const [, version = '', found = ''] = /^(\S+) (.+)$/.exec(run.stdout.trim()) ?? [];
    if (run.outcome === 'exited' && run.exitCode === 0 && isNewEnough(version)) return { command: found, version };
  }
  return undefined;
}

export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.trim().split('.').map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}
