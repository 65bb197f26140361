import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scriptFaults } from '../../../packages/local-pipeline/src/services/faults.ts';
import { createJournal } from '../../../packages/local-pipeline/src/services/journal.ts';
import { startResultsService } from '../../../packages/local-pipeline/src/services/results/results-service.ts';
import { installManagers, pathWith, projectNames } from './installed-managers.ts';
import { managedProjects, writeManagedProject } from './managed-project.ts';
import { runWebBuildBeside, type ActionRun } from './small-site.ts';

const repository = 'acme/app';
const storage = mkdtempSync(join(tmpdir(), 'web-build-cache-'));
const downloads = mkdtempSync(join(tmpdir(), 'web-build-npm-'));
const journal = createJournal();

afterAll(() => expect(journal.violations()).toEqual([]));

/** What the service was asked to write. */
const writes = (): number => journal.entries.filter(({ path }) => path.includes('CreateCacheEntry')).length;

/** One run with its own service process and token; the cache outlives it, npm's own downloads do not. */
async function run(workspace: string, isFork: boolean, env: Readonly<Record<string, string>> = {}): Promise<ActionRun> {
  rmSync(downloads, { recursive: true, force: true });
  const ref = isFork ? 'refs/pull/7/merge' : 'refs/heads/main';
  const identity = { repository, actor: 'ada', ref, sha: 'a'.repeat(40), runBackendId: 'run', jobBackendId: 'job' };
  const service = await startResultsService({
    cacheDirectory: storage,
    artifactDirectory: mkdtempSync(join(tmpdir(), 'web-build-artifacts-')),
    run: identity,
    journal,
    faults: scriptFaults([]),
  });
  const event = join(mkdtempSync(join(tmpdir(), 'web-build-event-')), 'event.json');
  const head = { sha: 'b'.repeat(40), repo: { full_name: 'someone/app' } };
  const pull = { pull_request: { number: 7, base: { sha: 'a'.repeat(40), ref: 'main' }, head } };
  writeFileSync(event, JSON.stringify({ repository: { default_branch: 'main' }, ...(isFork && pull) }));
  try {
    return await runWebBuildBeside(
      workspace,
      { baseline: 'off' },
      {
        ACTIONS_RESULTS_URL: `${service.server.url}/`,
        ACTIONS_CACHE_URL: `${service.server.url}/`,
        ACTIONS_RUNTIME_TOKEN: service.runtimeToken,
        ACTIONS_CACHE_SERVICE_V2: 'True',
        GITHUB_EVENT_NAME: isFork ? 'pull_request' : 'push',
        GITHUB_EVENT_PATH: event,
        GITHUB_REPOSITORY: repository,
        GITHUB_REF: ref,
        GITHUB_ACTOR: 'ada',
        ...kept,
        ...env,
      },
    );
  } finally {
    await service.server.close();
  }
}

const project = managedProjects.npm;

/** Every manager's downloads in one folder, which each run begins without. */
const kept = {
  npm_config_cache: downloads,
  npm_config_store_dir: downloads,
  YARN_CACHE_FOLDER: downloads,
  YARN_ENABLE_GLOBAL_CACHE: 'false',
  BUN_INSTALL_CACHE_DIR: downloads,
};

/** A registry that nobody serves: port 9 (discard) is closed on any sane machine. */
const unserved = {
  npm_config_registry: 'http://127.0.0.1:9/',
  npm_config_fetch_retries: '0',
  YARN_NPM_REGISTRY_SERVER: 'http://127.0.0.1:9',
  YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
  YARN_REGISTRY: 'http://127.0.0.1:9',
};

describe('the downloads of an install', () => {
  it('are not written from a fork', async () => {
    const ended = await run(writeManagedProject(project), true);
    expect(ended.exitCode).toBe(0);
    expect(ended.log).toContain('Cache not written: this run is a fork pull request run.');
    expect(writes()).toBe(0);
  });

  it('are saved right after the install, whatever becomes of the build', async () => {
    const broken = { scripts: { lint: 'node --version', build: 'node gone.cjs' } };
    const ended = await run(writeManagedProject(project, broken), false);
    expect(ended.exitCode).toBe(1);
    expect(ended.log).toMatch(/Cache saved: web-build-npm-.*[\s\S]*build: npm run build/);
    expect(writes()).toBe(1);
  });

  it('serve a later install, a fork’s too, without the registry', async () => {
    const ended = await run(writeManagedProject(project), true, unserved);
    expect(ended.log).toContain('Cache restored: web-build-npm-');
    expect(ended.exitCode).toBe(0);
    expect(writes()).toBe(1);
  });

  it('serve an install of another lock file, which is saved under its own key', async () => {
    const other = { [project.lockFile]: `${project.lock}\n` };
    const ended = await run(writeManagedProject(project, {}, other), false, unserved);
    expect(ended.log).toContain('Cache restored: web-build-npm-');
    expect(ended.exitCode).toBe(0);
    expect(writes()).toBe(2);
  });

  it('serve every other manager too', async () => {
    const folders = await installManagers();
    for (const name of projectNames.filter((each) => each !== 'npm')) {
      const { lockFile, lock } = managedProjects[name];
      const path = { PATH: pathWith(folders.get(name)) };
      const first = await run(writeManagedProject(managedProjects[name]), false, path);
      expect([name, first.log]).toEqual([name, expect.stringContaining('Cache saved: web-build-')]);
      const offline = { [lockFile]: lock.replace('https://registry.yarnpkg.com', 'http://127.0.0.1:9') };
      // bun keeps downloads apart by registry: the same one must be asked for, and not reached.
      const away = name === 'bun' ? { https_proxy: 'http://127.0.0.1:9' } : unserved;
      const again = await run(writeManagedProject(managedProjects[name], {}, offline), true, { ...path, ...away });
      expect([name, again.log]).toEqual([name, expect.stringContaining('Cache restored: web-build-')]);
      expect([name, again.log.match(/::error.*/)?.[0]]).toEqual([name, undefined]);
    }
  }, 120_000);
});
