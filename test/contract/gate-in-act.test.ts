import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { speakAct } from '../../packages/local-pipeline/src/run/act/dialect.ts';
import { root } from '../../scripts/tree.ts';

/** Stands for an action: fails when FAIL names it (and its mode), and prints what a plan would. */
const stand = (name: string): string => `name: ${name}
description: stands for the action
inputs:
  mode: { default: '' }
outputs:
${['publish', 'runners', 'build-matrix', 'image-matrix', 'python-versions', 'skip'].map((each) => `  ${each}: { value: '\${{ steps.it.outputs.${each} }}' }`).join('\n')}
runs:
  using: composite
  steps:
    - id: it
      shell: bash
      env: { WHO: '${name}\${{ inputs.mode && format(''-{0}'', inputs.mode) }}' }
      run: |
        printf '%s\\n' "$PLANNED" >> "$GITHUB_OUTPUT"
        test "$WHO" != "$FAIL"
`;

const planned = (publish: boolean, skip: string): string =>
  [
    `publish=${publish}`,
    'runners={"light":"ubuntu-24.04","heavy":"ubuntu-24.04"}',
    'build-matrix={"include":[{"image":"api","platform":"linux/amd64","runner":"ubuntu-24.04"}]}',
    'image-matrix={"include":[{"image":"api","platforms":"linux/amd64"}]}',
    'python-versions=["3.12"]',
    `skip=${skip}`,
  ].join('\n');

interface Settings {
  readonly fail?: string;
  readonly publish?: boolean;
  readonly skip?: string;
  readonly inputs?: string;
}

/** The real pipeline.yml under act, with stand-ins for the actions; the job results and the gate's verdicts. */
function run({ fail = '', publish = true, skip = '[]', inputs = '{}' }: Settings): Record<string, string> {
  const home = mkdtempSync(join(tmpdir(), 'gate-'));
  const [tree, folder] = [join(home, 'tree'), join(home, 'app')];
  write(join(tree, 'action.yml'), stand('plan'));
  for (const name of ['python-matrix-test', 'web-build', 'security-sarif', 'buildx-multiarch'])
    write(join(tree, name, 'action.yml'), stand(name));
  mkdirSync(join(tree, '.github', 'workflows'), { recursive: true });
  cpSync(join(root, '.github', 'workflows', 'pipeline.yml'), join(tree, '.github', 'workflows', 'pipeline.yml'));
  speakAct(tree);
  const call = `{uses: org/data-profiler-actions/.github/workflows/pipeline.yml@v1, with: ${inputs}}`;
  write(join(folder, '.github', 'workflows', 'ci.yml'), `on: push\njobs: {pipeline: ${call}}\n`);
  const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch', 'main');
  git('remote', 'add', 'origin', 'https://github.com/org/app.git');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@t.invalid', 'commit', '--quiet', '-m', 'App');
  return verdicts(act(home, tree, folder, { FAIL: fail, PLANNED: planned(publish, skip) }));
}

function act(home: string, tree: string, folder: string, env: Readonly<Record<string, string>>): string {
  const what = ['push', '--json', '--platform', 'ubuntu-24.04=-self-hosted', '--secret', 'GITHUB_TOKEN=none'];
  const ours = ['--local-repository', `org/data-profiler-actions@v1=${tree}`, '--action-offline-mode'];
  const isolation = ['--pull=false', '--container-daemon-socket', '-', '--no-cache-server'];
  const cache = ['--action-cache-path', join(home, 'cache')];
  const variables = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const flags = [what, ours, isolation, cache, variables].flat();
  const { stdout } = spawnSync('act', flags, { cwd: folder, encoding: 'utf8', env: { ...process.env, HOME: home } });
  return stdout;
}

function verdicts(log: string): Record<string, string> {
  const lines = log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, string>);
  const summary = lines.find((line) => line['jobID'] === 'gate' && line['command'] === 'summary')?.['content'] ?? '';
  const rows = [...summary.matchAll(/^\| ([^|]+) \| \S+ (.+) \|$/gm)].map(([, job = '', verdict = '']) => [
    job,
    verdict,
  ]);
  const gate = lines.find((line) => line['jobID'] === 'gate' && line['jobResult'] !== undefined)?.['jobResult'] ?? '';
  return { ...(Object.fromEntries(rows) as Record<string, string>), gate };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const passed = { Plan: 'passed', 'Test: API': 'passed', 'Test: Web': 'passed', Security: 'passed' };
const missing = {
  Build: 'had to pass and ended as skipped',
  Publish: 'had to pass and ended as skipped',
  gate: 'failure',
};
const leftOut = 'left out by the plan';

describe('the gate of the real workflow', () => {
  it.each<[string, Settings, Record<string, string>]>([
    ['all passed', {}, { ...passed, Build: 'passed', Publish: 'passed', gate: 'success' }],
    ['nothing to publish', { publish: false }, { ...passed, Build: leftOut, Publish: leftOut, gate: 'success' }],
    ['the plan failed', { fail: 'plan' }, { Plan: 'had to pass and ended as failure', gate: 'failure' }],
    ['the API failed', { fail: 'python-matrix-test' }, { 'Test: API': 'had to pass and ended as failure', ...missing }],
    ['the site failed', { fail: 'web-build' }, { 'Test: Web': 'had to pass and ended as failure', ...missing }],
    ['the scan failed', { fail: 'security-sarif' }, { Security: 'had to pass and ended as failure', ...missing }],
    [
      'a build failed',
      { fail: 'buildx-multiarch-build' },
      { ...passed, ...missing, Build: 'had to pass and ended as failure' },
    ],
    [
      'the merge failed',
      { fail: 'buildx-multiarch-merge' },
      { Build: 'passed', Publish: 'had to pass and ended as failure', gate: 'failure' },
    ],
    [
      'unchanged files',
      { publish: false, skip: '["test-web"]' },
      { ...passed, 'Test: Web': leftOut, Build: leftOut, Publish: leftOut, gate: 'success' },
    ],
    [
      'no front end at all',
      { inputs: '{web-directory: "off"}' },
      { ...passed, 'Test: Web': leftOut, Build: 'passed', Publish: 'passed', gate: 'success' },
    ],
    // A plan that leaves tests out and publishes contradicts itself: nothing is published, and the gate says so.
    ['untested publishing', { skip: '["test-web"]' }, { ...passed, 'Test: Web': leftOut, ...missing }],
  ])('with %s', (_, settings, expected) => {
    expect(run(settings)).toMatchObject(expected);
  });
});
