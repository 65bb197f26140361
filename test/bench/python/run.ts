import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../../../scripts/tree.ts';
import { inputVariables } from '../../input-variables.ts';

export interface Timed {
  readonly seconds: number;
  readonly exitCode: number;
  readonly output: string;
  /** The most memory the process itself held, in MB; 0 where the system does not tell. */
  readonly peakMegabytes: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What images for containers often set and no runner does; without byte code every start of Python is another. */
const notOnRunners = { PYTHONDONTWRITEBYTECODE: undefined, PYTHONUNBUFFERED: undefined };

/** Runs a program in the environment of a runner with `added` variables. */
export async function timed(
  command: string,
  args: readonly string[],
  cwd: string,
  added: Environment = {},
): Promise<Timed> {
  const started = performance.now();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...notOnRunners, ...added } });
  let output = '';
  let peakMegabytes = 0;
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-100_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const watch = setInterval(() => (peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid))), 200);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? -1));
  }).finally(() => clearInterval(watch));
  return { seconds: (performance.now() - started) / 1000, exitCode, output, peakMegabytes };
}

function peakOf(pid: number | undefined): number {
  const file = `/proc/${pid ?? 0}/status`;
  if (!existsSync(file)) return 0;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024;
}

/** The action's bundle as a runner starts it, without a cache service. */
export function runBundle(
  project: string,
  inputs: Readonly<Record<string, string>>,
  env: Environment = {},
): Promise<Timed> {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-run-'));
  const given = { ...defaults, ...inputs };
  for (const file of ['output', 'summary']) writeFileSync(join(scratch, file), '');
  return timed(process.execPath, [join(root, 'dist', 'python-matrix-test', 'index.js')], project, {
    ...inputVariables(given),
    GITHUB_OUTPUT: join(scratch, 'output'),
    GITHUB_STEP_SUMMARY: join(scratch, 'summary'),
    GITHUB_WORKSPACE: project,
    RUNNER_TEMP: join(scratch, 'temp'),
    ...env,
  });
}

const defaults = {
  'working-directory': '.',
  'python-versions': '3.10, 3.11, 3.12',
  installer: 'uv',
  'timeout-minutes': '5',
  'min-tests': '1',
  'on-empty': 'fail',
  coverage: 'true',
  cache: 'off',
  codecov: 'off',
};

/** PATH with folders in front. */
export const pathWith = (...folders: string[]): string => [...folders, process.env['PATH']].join(delimiter);
