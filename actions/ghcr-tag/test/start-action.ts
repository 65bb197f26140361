import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const bundle = join(import.meta.dirname, '../../../dist/ghcr-tag/index.js');

export interface ActionRun {
  readonly status: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Starts the bundle as a runner does, on a push to main unless `env` says otherwise. */
export async function startAction(
  folder: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const temp = mkdtempSync(join(folder, 'run-'));
  const [output, summary] = [join(temp, 'output'), join(temp, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  const given = Object.entries({ latest: 'auto', context: 'workflow', ...inputs });
  const runner = {
    PATH: process.env['PATH'] ?? '',
    HOME: temp,
    RUNNER_TEMP: temp,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_REPOSITORY: 'Org/App',
    GITHUB_WORKSPACE: temp,
  };
  const names = Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
  const options = { env: { ...runner, ...names, ...env }, timeout: 60_000 };
  // Not in step with this process, which may be serving the registry.
  const { status, log } = await new Promise<Pick<ActionRun, 'status' | 'log'>>((resolve) => {
    const child = execFile(process.execPath, [bundle], options, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, log: stdout + stderr }),
    );
  });
  const entries = [...readFileSync(output, 'utf8').matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)];
  return {
    ...{ status, log, summary: readFileSync(summary, 'utf8') },
    outputs: Object.fromEntries(entries.map((entry) => [entry[1] ?? '', entry[3] ?? ''])),
  };
}
