import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { scriptFaults } from '../../../packages/local-pipeline/src/services/faults.ts';
import { createJournal } from '../../../packages/local-pipeline/src/services/journal.ts';
import { startResultsService } from '../../../packages/local-pipeline/src/services/results/results-service.ts';
import { runSecuritySarif, type ActionRun } from './run-action.ts';
import { vulnerableProject } from './vulnerable-project.ts';

const repository = 'org/app';
const storage = mkdtempSync(join(tmpdir(), 'scanner-cache-'));
const toolCache = mkdtempSync(join(tmpdir(), 'scanner-tools-'));
const journal = createJournal();

afterAll(() => {
  expect(journal.violations()).toEqual([]);
});

const writes = (): number => journal.entries.filter(({ path }) => path.includes('CreateCacheEntry')).length;

/** One run on a runner that keeps nothing; the cache service outlives it. */
async function run(isFork = false): Promise<ActionRun> {
  rmSync(toolCache, { recursive: true, force: true });
  const ref = isFork ? 'refs/pull/7/merge' : 'refs/heads/main';
  const identity = { repository, actor: 'ada', ref, sha: 'a'.repeat(40), runBackendId: 'run', jobBackendId: 'job' };
  const service = await startResultsService({
    cacheDirectory: storage,
    artifactDirectory: mkdtempSync(join(tmpdir(), 'scanner-artifacts-')),
    run: identity,
    journal,
    faults: scriptFaults([]),
  });
  const event = join(mkdtempSync(join(tmpdir(), 'scanner-event-')), 'event.json');
  const head = { sha: 'b'.repeat(40), repo: { full_name: 'someone/app' } };
  const pull = { pull_request: { number: 7, base: { sha: 'a'.repeat(40), ref: 'main' }, head } };
  writeFileSync(event, JSON.stringify({ repository: { default_branch: 'main' }, ...(isFork && pull) }));
  try {
    return await runSecuritySarif(
      vulnerableProject(),
      { scanners: 'bandit', upload: 'off', 'fail-on': 'none' },
      {
        RUNNER_TOOL_CACHE: toolCache,
        ACTIONS_RESULTS_URL: `${service.server.url}/`,
        ACTIONS_CACHE_URL: `${service.server.url}/`,
        ACTIONS_RUNTIME_TOKEN: service.runtimeToken,
        ACTIONS_CACHE_SERVICE_V2: 'True',
        GITHUB_EVENT_NAME: isFork ? 'pull_request' : 'push',
        GITHUB_EVENT_PATH: event,
        GITHUB_REPOSITORY: repository,
        GITHUB_REF: ref,
        GITHUB_API_URL: 'http://127.0.0.1:9',
      },
    );
  } finally {
    await service.server.close();
  }
}

describe('a scanner on a runner that keeps nothing', () => {
  it('is installed and saved by the hash of its lock, and comes from the cache the next time', async () => {
    const fork = await run(true);
    expect(fork.log).toContain('Installing bandit');
    expect(fork.log).toContain('Cache not written: this run is a fork pull request run.');
    expect(writes()).toBe(0);
    const first = await run();
    expect(first.log).toMatch(/Cache saved: security-sarif-bandit-[0-9a-f]{12}-linux-\w+-python-3/);
    expect(writes()).toBe(1);
    const second = await run();
    expect(second.log).toContain('Cache restored: security-sarif-bandit-');
    expect(second.log).not.toContain('Installing');
    expect(second.outputs['findings']).toEqual(first.outputs['findings']);
    expect(second.outputs['result']).toBe('findings');
  }, 300_000);
});
