import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { scriptFaults } from '../../../packages/local-pipeline/src/services/faults.ts';
import { createJournal } from '../../../packages/local-pipeline/src/services/journal.ts';
import { startResultsService } from '../../../packages/local-pipeline/src/services/results/results-service.ts';
import { runActionOn, type ActionRun } from './fixtures/run-action.ts';

const repository = 'acme/app';
const storage = mkdtempSync(join(tmpdir(), 'python-cache-'));
const temp = mkdtempSync(join(tmpdir(), 'python-temp-'));
const journal = createJournal();

afterAll(() => expect(journal.violations()).toEqual([]));

const writes = (): number => journal.entries.filter(({ path }) => path.includes('CreateCacheEntry')).length;

type Trigger = 'push' | 'fork' | 'tag' | 'workflow_run';

/** One run with its own service process and token; the cache outlives it, the runner's scratch does not. */
async function run(
  files: Readonly<Record<string, string>>,
  trigger: Trigger,
  env: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  rmSync(temp, { recursive: true, force: true });
  const ref = {
    push: 'refs/heads/main',
    fork: 'refs/pull/7/merge',
    tag: 'refs/tags/v1',
    workflow_run: 'refs/heads/main',
  }[trigger];
  const service = await startResultsService({
    cacheDirectory: storage,
    artifactDirectory: mkdtempSync(join(tmpdir(), 'python-artifacts-')),
    run: { repository, actor: 'ada', ref, sha: 'a'.repeat(40), runBackendId: 'run', jobBackendId: 'job' },
    journal,
    faults: scriptFaults([]),
  });
  const event = join(mkdtempSync(join(tmpdir(), 'python-event-')), 'event.json');
  const pull = { number: 7, base: { sha: 'a'.repeat(40), ref: 'main' }, head: { repo: { full_name: 'someone/app' } } };
  writeFileSync(event, JSON.stringify(trigger === 'fork' ? { pull_request: pull } : {}));
  try {
    return await runActionOn(
      files,
      {},
      {
        ACTIONS_RESULTS_URL: `${service.server.url}/`,
        ACTIONS_CACHE_URL: `${service.server.url}/`,
        ACTIONS_RUNTIME_TOKEN: service.runtimeToken,
        ACTIONS_CACHE_SERVICE_V2: 'True',
        GITHUB_EVENT_NAME: { push: 'push', fork: 'pull_request', tag: 'push', workflow_run: 'workflow_run' }[trigger],
        GITHUB_EVENT_PATH: event,
        GITHUB_REPOSITORY: repository,
        GITHUB_REF: ref,
        GITHUB_ACTOR: 'ada',
        RUNNER_TEMP: temp,
        ...env,
      },
    );
  } finally {
    await service.server.close();
  }
}

const red = { 'requirements.txt': 'pytest\n', 'test_it.py': 'def test_a():\n    assert False\n' };

describe('the downloads of an installation', () => {
  it.each(['fork', 'tag', 'workflow_run'] as const)('are not written by a %s', async (trigger) => {
    const ended = await run(red, trigger);
    expect(ended.legs[0]?.reason).toBe('1 test failed');
    expect(writes()).toBe(0);
  });

  it('are written right after it, so that red tests do not lose them, and it is said how much', async () => {
    const ended = await run(red, 'push');
    expect(ended.exitCode).toBe(1);
    expect(ended.log).toMatch(/Saved for the next run: uv’s downloads, \d+\.\d MB/);
    expect(writes()).toBe(1);
  });

  it('are enough for the next run, which needs no index and writes nothing', async () => {
    const ended = await run(red, 'push', { UV_OFFLINE: '1' });
    expect(ended.log).toContain('Cache restored: python-matrix-test-uv-');
    expect(ended.legs[0]?.reason).toBe('1 test failed');
    expect(writes()).toBe(1);
  });

  it('are taken over when the requirements change, and written anew', async () => {
    const ended = await run({ ...red, 'requirements.txt': 'pytest\niniconfig\n' }, 'push', { UV_OFFLINE: '1' });
    expect(ended.log).toContain('Cache restored: python-matrix-test-uv-');
    expect(ended.legs[0]?.reason).toBe('1 test failed');
    expect(writes()).toBe(2);
  });
});
