import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJournal } from '../../../packages/local-pipeline/src/services/journal.ts';
import { scriptFaults, type Fault } from '../../../packages/local-pipeline/src/services/faults.ts';
import {
  startResultsService,
  type ResultsService,
} from '../../../packages/local-pipeline/src/services/results/results-service.ts';
import { runWebBuildBeside, type ActionRun } from './small-site.ts';

const repository = 'acme/app';
const storage = mkdtempSync(join(tmpdir(), 'web-build-cache-'));
const journal = createJournal();

/** A build that costs nothing: its one script is as long as the source says. */
const build = `
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
const code = 'console.log("' + 'x'.repeat(Number(readFileSync('length', 'utf8'))) + '")';
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist/assets', { recursive: true });
writeFileSync('dist/assets/index-' + String(code.length).padStart(8, '0') + '.js', code);
writeFileSync('dist/index.html', '<!doctype html><script type="module" src="/assets/index-' + String(code.length).padStart(8, '0') + '.js"></script>');
`;

let workspace = '';
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: workspace,
    encoding: 'utf8',
  }).trim();

function commit(length: number): string {
  writeFileSync(join(workspace, 'web', 'length'), String(length));
  git('add', '.');
  git('commit', '-qm', `length ${length}`);
  return git('rev-parse', 'HEAD');
}

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'web-build-workspace-'));
  mkdirSync(join(workspace, 'web'));
  const manifest = { type: 'module', packageManager: 'npm@11.0.0', scripts: { build: 'node build.js' } };
  writeFileSync(join(workspace, 'web', 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(workspace, 'web', 'build.js'), build);
  writeFileSync(join(workspace, '.gitignore'), 'dist\n');
  git('init', '-qb', 'main');
});

afterAll(() => expect(journal.violations()).toEqual([]));

interface Trigger {
  readonly name: 'push' | 'pull_request';
  readonly ref: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** One run with its own service process, scratch and token; the cache outlives it. */
async function run(
  { name, ref, payload = {} }: Trigger,
  budgets = '',
  checkout = workspace,
  faults: readonly Fault[] = [],
): Promise<ActionRun> {
  const sha = git('rev-parse', 'HEAD');
  const identity = { repository, actor: 'ada', ref, sha, runBackendId: 'run', jobBackendId: 'job' };
  const service: ResultsService = await startResultsService({
    cacheDirectory: storage,
    artifactDirectory: mkdtempSync(join(tmpdir(), 'web-build-artifacts-')),
    run: identity,
    journal,
    faults: scriptFaults(faults),
  });
  const event = join(mkdtempSync(join(tmpdir(), 'web-build-event-')), 'event.json');
  writeFileSync(event, JSON.stringify({ repository: { default_branch: 'main' }, ...payload }));
  try {
    return await runWebBuildBeside(
      checkout,
      { install: 'off', lint: 'off', budgets },
      {
        ACTIONS_RESULTS_URL: `${service.server.url}/`,
        ACTIONS_CACHE_URL: `${service.server.url}/`,
        ACTIONS_RUNTIME_TOKEN: service.runtimeToken,
        ACTIONS_CACHE_SERVICE_V2: 'True',
        GITHUB_EVENT_NAME: name,
        GITHUB_EVENT_PATH: event,
        GITHUB_REPOSITORY: repository,
        GITHUB_REF: ref,
        GITHUB_SHA: sha,
        GITHUB_ACTOR: 'ada',
      },
    );
  } finally {
    await service.server.close();
  }
}

const push: Trigger = { name: 'push', ref: 'refs/heads/main' };

const pullRequest = (base: string, from = repository): Trigger => ({
  name: 'pull_request',
  ref: 'refs/pull/7/merge',
  payload: {
    pull_request: {
      number: 7,
      base: { sha: base, ref: 'main' },
      head: { sha: git('rev-parse', 'HEAD'), repo: { full_name: from } },
    },
  },
});

const difference = (ended: ActionRun): unknown => JSON.parse(ended.outputs['baseline-diff'] || '""');

describe('the sizes of earlier builds', () => {
  let first = '';
  let second = '';

  it('are none at first: a notice, and green even with a budget for growth', async () => {
    first = commit(1000);
    const ended = await run(push, 'growth 1 %');
    expect(ended.log).toContain('::notice::No sizes to compare with: no build of main has left its sizes');
    expect(ended).toMatchObject({ exitCode: 0, outputs: { 'baseline-diff': '', result: 'passed' } });
    expect(git('status', '--porcelain')).toBe('');
  });

  it('are there already when a commit is built again, which is nothing to warn of', async () => {
    const ended = await run(push);
    expect(ended.exitCode).toBe(0);
    expect(ended.log).toContain('is there already');
    expect(ended.log).not.toMatch(/::warning|Failed to save/);
  });

  it('are told to be lost where they could not be saved, and the step stays green', async () => {
    const refused = {
      service: 'results',
      path: /CreateCacheEntry/,
      status: 200,
      body: { ok: false, message: 'quota' },
    };
    commit(1500);
    const ended = await run(push, '', workspace, [refused]);
    expect(ended.exitCode).toBe(0);
    expect(ended.log).toContain('::warning::Cache reservation failed: quota');
  });

  it('are those of the parent on the default branch', async () => {
    second = commit(2000);
    const ended = await run(push);
    expect(difference(ended)).toMatchObject({
      commit: first,
      'total-size': 1000,
      files: [{ file: 'assets/index-00002015.js', bytes: 1000 }],
    });
    expect(ended.summary).toContain('+1.00 kB (+98.5 %)');
  });

  it('are those of the commit that a pull request is merged into, though main has gone on', async () => {
    git('checkout', '-qb', 'feature');
    commit(2600);
    git('checkout', '-q', 'main');
    commit(9000);
    await run(push);
    git('checkout', '-q', '--detach', second);
    git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    expect(difference(await run(pullRequest(second)))).toMatchObject({ commit: second, 'total-size': 600 });
  });

  it('are found through the merge base where the head itself is checked out', async () => {
    git('checkout', '-q', 'feature');
    expect(difference(await run(pullRequest(git('rev-parse', 'main'))))).toMatchObject({ commit: second });
  });

  it('are found further back where the nearest commits were not built', async () => {
    git('checkout', '-qb', 'long', second);
    for (let at = 0; at < 15; at++) git('commit', '-q', '--allow-empty', '-m', `empty ${at}`);
    git('checkout', '-q', '--detach');
    git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    expect(difference(await run(pullRequest(git('rev-parse', 'long'))))).toMatchObject({ commit: second });
  });

  it('are read by a fork’s pull request, which writes none', async () => {
    const before = journal.entries.filter(({ path }) => path.endsWith('CreateCacheEntry')).length;
    git('checkout', '-q', 'feature');
    const ended = await run(pullRequest(second, 'stranger/app'));
    expect(difference(ended)).toMatchObject({ commit: second, 'total-size': 600 });
    expect(journal.entries.filter(({ path }) => path.endsWith('CreateCacheEntry'))).toHaveLength(before);
  });

  it('make a step red that grows beyond its budget, and not one that keeps it', async () => {
    git('checkout', '-q', 'feature');
    const red = await run(pullRequest(second), 'growth 5 %');
    expect(red.exitCode).toBe(1);
    expect(red.log).toMatch(
      /title=budget::the whole site grew by \d+\.\d %25, from .* at [0-9a-f]{7} to .*; allowed are 5 %25/,
    );
    expect((await run(pullRequest(second), 'growth 50 %')).exitCode).toBe(0);
  });

  it('of a shallow clone’s merge commit are those of its first parent, which the commit itself names', async () => {
    git('checkout', '-q', '--detach', second);
    git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    git('branch', '-f', 'merged');
    const clone = mkdtempSync(join(tmpdir(), 'web-build-clone-'));
    execFileSync('git', ['clone', '-q', '--depth', '1', '--branch', 'merged', `file://${workspace}`, clone]);
    expect(difference(await run(pullRequest(second), '', clone))).toMatchObject({ commit: second });
    expect(existsSync(join(clone, '.data-profiler-actions'))).toBe(false);
  });

  it('of a history that cannot be known are the newest, which is said, and growth is not judged', async () => {
    const unknown = git('commit-tree', '-m', 'x', '-p', 'main', 'main^{tree}');
    const clone = mkdtempSync(join(tmpdir(), 'web-build-clone-'));
    git('branch', '-f', 'tip', git('commit-tree', '-m', 'y', '-p', unknown, 'feature^{tree}'));
    execFileSync('git', ['clone', '-q', '--depth', '1', '--branch', 'tip', `file://${workspace}`, clone]);
    const ended = await run({ name: 'push', ref: 'refs/heads/tip' }, 'growth 0 %', clone);
    expect(ended.log).toContain('Check out with fetch-depth: 0');
    expect(ended.exitCode).toBe(0);
  });

  it('are let be where baseline is off, or no cache service is there', async () => {
    expect((await runWebBuildBeside(workspace, { install: 'off', lint: 'off' })).log).toContain(
      'No sizes to compare with: this runner has no cache service',
    );
    const off = await runWebBuildBeside(workspace, { install: 'off', lint: 'off', baseline: 'off' });
    expect(off.log).not.toContain('No sizes to compare with');
  });
});
