import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../../scripts/tree.ts';
import { inputVariables } from '../input-variables.ts';
import { writeLargeSite } from './large-site.ts';
import { median } from './median.ts';

const rounds = 3;
const budget = { seconds: 3, megabytes: 300 };

/** web-build on a site that is there already: the checks alone, in the action's own process from its start to its end. */
export function benchWebChecks(): void {
  const project = mkdtempSync(join(tmpdir(), 'bench-site-'));
  writeFileSync(join(project, 'package.json'), '{"packageManager":"npm@11.0.0","scripts":{}}');
  const { files, bytes } = writeLargeSite(join(project, 'dist'));
  const runs = Array.from({ length: rounds }, () => checkedSite(project));
  const seconds = median(runs.map((run) => run.seconds));
  const megabytes = median(runs.map((run) => run.megabytes));
  const yardstick = timed(() => compressAll(join(project, 'dist')));
  console.log(`Checks of ${files} files, ${(bytes / 1e6).toFixed(0)} MB, median of ${rounds} runs:`);
  console.log(
    `  ${seconds.toFixed(2)} s of at most ${budget.seconds} s, ${megabytes.toFixed(0)} MB of at most ${budget.megabytes} MB`,
  );
  console.log(
    `  ${(seconds / yardstick).toFixed(2)} × gzip of each file, one after the other (${yardstick.toFixed(2)} s)`,
  );
}

/** Tells the most memory that the process has held, as its last word. */
const tellMemory =
  'data:text/javascript,process.on("exit",()=>console.error("maxRSS="+process.resourceUsage().maxRSS))';

function checkedSite(project: string): { seconds: number; megabytes: number } {
  const temp = mkdtempSync(join(tmpdir(), 'bench-temp-'));
  for (const file of ['output', 'summary']) writeFileSync(join(temp, file), '');
  const inputs = {
    install: 'off',
    lint: 'off',
    build: 'off',
    'package-manager': 'auto',
    base: '/',
    cache: 'off',
    baseline: 'auto',
    smoke: 'off',
  };
  const started = performance.now();
  const run = spawnSync(process.execPath, ['--import', tellMemory, join(root, 'dist', 'web-build', 'index.js')], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      ...inputVariables(inputs),
      'INPUT_TIMEOUT-MINUTES': '5',
      GITHUB_WORKSPACE: project,
      GITHUB_OUTPUT: join(temp, 'output'),
      GITHUB_STEP_SUMMARY: join(temp, 'summary'),
      RUNNER_TEMP: temp,
    },
  });
  const seconds = (performance.now() - started) / 1000;
  if (run.status !== 0) throw new Error(`web-build was red on a sound site:\n${run.stdout.slice(-2000)}${run.stderr}`);
  return { seconds, megabytes: (Number(/maxRSS=(\d+)/.exec(run.stderr)?.[1]) * 1024) / 1e6 };
}

function compressAll(directory: string): void {
  for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' }))
    if (statSync(join(directory, entry)).isFile()) gzipSync(readFileSync(join(directory, entry)));
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}
