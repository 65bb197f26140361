import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/tree.ts';
import { inputVariables } from '../input-variables.ts';
import { median } from './median.ts';

const rounds = 3;
const budget = 1.0;

const commands = [
  ['npm', 'ci', '--include=dev', '--no-audit', '--no-fund'],
  ['npm', 'run', 'lint'],
  ['npm', 'run', 'typecheck'],
  ['npm', 'run', 'build'],
] as const;

/** The example's web front end: install, lint, typecheck, build and every check of the site, against the same commands one after the other, without any check. */
export function benchWebBuild(): void {
  const workspace = mkdtempSync(join(tmpdir(), 'bench-web-build-'));
  const project = join(workspace, 'web');
  cpSync(join(root, 'examples', 'data-profiler', 'web'), project, {
    recursive: true,
    filter: (file) => !/[\\/](node_modules|dist)$/.test(file),
  });
  // Both find npm's downloads on the disk from here on.
  inTurn(project);
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    times[0].push(timed(() => action(workspace), project));
    times[1].push(timed(() => inTurn(project), project));
  }
  const [ours, theirs] = [median(times[0]), median(times[1])];
  const verdict = ours / theirs <= budget ? 'within' : 'OVER';
  console.log(
    `Web build with its checks, median of ${rounds} rounds: ${(ours / 1000).toFixed(1)} s, one command after the other ${(theirs / 1000).toFixed(1)} s: ratio ${(ours / theirs).toFixed(2)}, ${verdict} the budget of ${budget.toFixed(1)}.`,
  );
  rmSync(workspace, { recursive: true });
}

function timed(work: () => void, project: string): number {
  for (const folder of ['node_modules', 'dist']) rmSync(join(project, folder), { recursive: true, force: true });
  const started = performance.now();
  work();
  return performance.now() - started;
}

function inTurn(project: string): void {
  for (const [command, ...args] of commands) run(command, args, project, process.env);
}

function action(workspace: string): void {
  const temp = mkdtempSync(join(tmpdir(), 'bench-web-build-temp-'));
  for (const file of ['output', 'summary']) writeFileSync(join(temp, file), '');
  const inputs = {
    'working-directory': 'web',
    'package-manager': 'auto',
    base: '/',
    cache: 'off',
    baseline: 'off',
    smoke: 'off',
    'timeout-minutes': '5',
  };
  run(process.execPath, [join(root, 'dist', 'web-build', 'index.js')], workspace, {
    ...process.env,
    ...inputVariables(inputs),
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: join(temp, 'output'),
    GITHUB_STEP_SUMMARY: join(temp, 'summary'),
    RUNNER_TEMP: temp,
  });
  rmSync(temp, { recursive: true });
}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): void {
  const ended = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${ended.stdout}${ended.stderr}`);
}
