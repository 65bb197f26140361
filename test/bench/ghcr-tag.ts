import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/tree.ts';
import { inputVariables } from '../input-variables.ts';
import { median } from './median.ts';

const rounds = 25;
const budgetMs = 100;
/** docker/metadata-action's published bundle of v6.2 for the same five rules and two images: 346 ms beside 29 ms of a three-line script, and these bytes. */
const peer = { timesEmpty: 12, bytes: 2_823_599 };

const rules = [
  'type=ref,event=branch',
  'type=ref,event=pr',
  'type=semver,pattern={{version}}',
  'type=semver,pattern={{major}}.{{minor}}',
  'type=sha',
];

/**
 * The whole process on a push to the default branch, five rules and two images: beside an empty script and a script that loads `@actions/core` and sets one
 * output. docker/metadata-action's bundle is in no package registry, so its part is taken from a measurement of its published file on another machine.
 */
export function benchGhcrTag(): void {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
  const core = join(root, 'node_modules', '@actions', 'core', 'lib', 'core.js');
  const scripts = {
    empty: script(scratch, 'empty', ''),
    'core unbundled': script(scratch, 'core', `import { setOutput } from '${core}';\nsetOutput('a', 'b');\n`),
    'ghcr-tag': join(root, 'dist', 'ghcr-tag', 'index.js'),
  };
  const env = environment(scratch);
  const times = Object.fromEntries(Object.keys(scripts).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++)
    for (const [name, file] of Object.entries(scripts)) times[name]?.push(timed(file, env));
  const [empty = 0, alone = 0, ours = 0] = Object.values(times).map(median);
  const row = (name: string, ms: number): string =>
    `  ${name.padEnd(15)} ${ms.toFixed(0).padStart(4)} ms  ${(ms / empty).toFixed(1)} × empty`;
  console.log(`Five rules, two images, median of ${rounds}:`);
  console.log([row('empty script', empty), row('core unbundled', alone), row('ghcr-tag', ours)].join('\n'));
  const budget = Math.max(budgetMs, (budgetMs / 30) * empty);
  console.log(`  budget ${budget.toFixed(0)} ms beside this empty script: ${ours <= budget ? 'kept' : 'MISSED'}`);
  console.log(
    `  against docker/metadata-action: about ${(ours / empty / peer.timesEmpty).toFixed(2)}, budget 0.30 (its ${peer.timesEmpty} × empty is taken over, not measured here)`,
  );
  const [own, shared] = ['ghcr-tag', 'kit'].map((name) => folderBytes(join(root, 'dist', name)));
  console.log(
    `  bytes: ${own} of its own, ${shared} shared by all actions; docker/metadata-action ${peer.bytes} and its source map`,
  );
}

function environment(scratch: string): Record<string, string> {
  const event = join(scratch, 'event.json');
  const commit = { id: '0123456789abcdef0123456789abcdef01234567', timestamp: '2026-01-02T03:04:05Z' };
  writeFileSync(event, JSON.stringify({ repository: { default_branch: 'main' }, head_commit: commit }));
  const inputs = {
    images: 'ghcr.io/org/api\nghcr.io/org/web',
    tags: rules.join('\n'),
    latest: 'auto',
    context: 'workflow',
  };
  return {
    PATH: '/usr/bin:/bin',
    RUNNER_TEMP: scratch,
    GITHUB_WORKSPACE: scratch,
    GITHUB_OUTPUT: script(scratch, 'output', ''),
    GITHUB_STEP_SUMMARY: script(scratch, 'summary', ''),
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: event,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: commit.id,
    GITHUB_REPOSITORY: 'org/app',
    ...inputVariables(inputs),
  };
}

function script(folder: string, name: string, text: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return file;
}

function timed(file: string, env: Record<string, string>): number {
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [file], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} ended with ${String(status)}:\n${stdout}`);
  return performance.now() - started;
}

function folderBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
