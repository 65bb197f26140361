import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installManagers, pathWith, projectNames } from './installed-managers.ts';
import { managedProjects, packBrokenScript, writeManagedProject, type ProjectName } from './managed-project.ts';
import { runWebBuild, runWebBuildBeside, type ActionRun } from './small-site.ts';

let folders: ReadonlyMap<ProjectName, string> = new Map();

beforeAll(async () => {
  folders = await installManagers();
}, 120_000);

/** Runs two at a time what waits mostly for others. */
async function each(cases: readonly ProjectName[], check: (name: ProjectName) => Promise<void>): Promise<void> {
  const left = [...cases];
  const work = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) await check(name);
  };
  await Promise.all([work(), work()]);
}

const onPath = (name: ProjectName): Record<string, string> => ({ PATH: pathWith(folders.get(name)) });

describe('a project is installed and built', () => {
  it('with each package manager, fetched in the pinned version where the runner has none', async () => {
    await each(projectNames, async (name) => {
      const run = await runWebBuildBeside(writeManagedProject(managedProjects[name]), {}, { PATH: bare() });
      expect([name, run.log.match(/::error.*/)?.[0], run.exitCode]).toEqual([name, undefined, 0]);
      if (name !== 'npm') expect(run.log).toContain('since this runner has none');
    });
  }, 120_000);

  it('with the Yarn that the project brings along', () => {
    const yarn = join(folders.get('Yarn 4') ?? '', '..', '@yarnpkg', 'cli-dist', 'bin', 'yarn.js');
    const settings = { '.yarnrc.yml': `yarnPath: ${yarn}\n` };
    const run = runWebBuild(writeManagedProject(managedProjects['Yarn 4'], {}, settings), {}, { PATH: bare() });
    expect(run.log).not.toMatch(/::error|Fetched/);
    expect(run.exitCode).toBe(0);
  });
});

/** PATH without pnpm, yarn, bun and corepack: what this machine has of them is kept out. */
function bare(): string {
  const has = (folder: string): boolean => ['pnpm', 'yarn', 'bun'].some((name) => existsSync(join(folder, name)));
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !has(folder))
    .join(delimiter);
}

describe('a failed install is told apart', () => {
  const failure = (run: ActionRun): string => /::error::(install failed: .*)/.exec(run.log)?.[1] ?? run.log;

  it('where the lock file does not match, for every manager', async () => {
    await each(projectNames, async (name) => {
      const changed = { dependencies: { picocolors: '1.1.1', 'is-number': '7.0.0' } };
      const run = await runWebBuildBeside(writeManagedProject(managedProjects[name], changed), {}, onPath(name));
      expect([name, failure(run)]).toEqual([name, expect.stringMatching(/does not match package\.json/)]);
      if (name !== 'Yarn 1') expect(failure(run)).toContain('is-number');
    });
  }, 120_000);

  it('where the registry cannot be reached, for every manager', async () => {
    await each(projectNames, async (name) => {
      const { lockFile, lock } = managedProjects[name];
      const unserved = { [lockFile]: lock.replace('https://registry.yarnpkg.com', 'http://127.0.0.1:9') };
      const workspace = writeManagedProject(managedProjects[name], {}, unserved);
      const run = await runWebBuildBeside(workspace, {}, { ...onPath(name), ...noRegistry() });
      expect([name, failure(run)]).toEqual([name, expect.stringMatching(/registry could not be reached/)]);
    });
  }, 120_000);

  it('where an install script fails, for every manager', async () => {
    await each(projectNames, async (name) => {
      const workspace = withBrokenScript(name);
      const run = await runWebBuildBeside(workspace, { install: installs[name] ?? '' }, onPath(name));
      expect([name, failure(run)]).toEqual([name, expect.stringMatching(/install script of broken-script failed/)]);
    });
  }, 120_000);
});

/** Installs that write a lock file first: the tarball's is made anew for each test. */
const installs: Readonly<Partial<Record<ProjectName, string>>> = {
  npm: 'npm install',
  'pnpm 10': 'pnpm install --no-frozen-lockfile',
  'pnpm 12': 'pnpm install --no-frozen-lockfile',
  'Yarn 1': 'yarn install',
  'Yarn 4': 'yarn install --no-immutable',
  bun: 'bun install --no-frozen-lockfile',
};

function withBrokenScript(name: ProjectName): string {
  const manifest = {
    dependencies: { 'broken-script': 'file:./broken.tgz' },
    pnpm: { onlyBuiltDependencies: ['broken-script'] },
    trustedDependencies: ['broken-script'],
  };
  const allow = 'allowBuilds:\n  broken-script: true\n  broken-script@file:broken.tgz: true\n';
  const files = { '.yarnrc.yml': 'enableScripts: true\n', ...(name === 'pnpm 12' && { 'pnpm-workspace.yaml': allow }) };
  const workspace = writeManagedProject(managedProjects[name], manifest, files);
  packBrokenScript(join(workspace, 'web'));
  return workspace;
}

/** A registry that nobody serves, and empty caches. Port 9 (discard) is closed on any sane machine. */
function noRegistry(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'web-build-no-cache-'));
  mkdirSync(join(folder, 'home'));
  return {
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_fetch_retries: '0',
    npm_config_cache: join(folder, 'npm'),
    npm_config_store_dir: join(folder, 'pnpm'),
    PNPM_CONFIG_STORE_DIR: join(folder, 'pnpm'),
    PNPM_CONFIG_REGISTRY: 'http://127.0.0.1:9/',
    PNPM_CONFIG_FETCH_RETRIES: '0',
    YARN_CACHE_FOLDER: join(folder, 'yarn'),
    YARN_GLOBAL_FOLDER: join(folder, 'yarn-global'),
    YARN_NPM_REGISTRY_SERVER: 'http://127.0.0.1:9',
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
    YARN_REGISTRY: 'http://127.0.0.1:9',
    BUN_INSTALL_CACHE_DIR: join(folder, 'bun'),
    HOME: join(folder, 'home'),
  };
}

describe('a package manager', () => {
  it('with another hash than package.json pins is not trusted', () => {
    const pinned = { packageManager: `yarn@1.22.22+sha512.${'0'.repeat(128)}` };
    const run = runWebBuild(writeManagedProject(managedProjects['Yarn 1'], pinned), {}, { PATH: bare() });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('does not have the hash in package.json');
  });

  it('that is neither pinned nor on the runner is asked for', () => {
    const run = runWebBuild(
      writeManagedProject(managedProjects['pnpm 10'], { packageManager: undefined }),
      {},
      { PATH: bare() },
    );
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(/uses pnpm \(web\/pnpm-lock\.yaml\), which is not on this runner.*pnpm\/action-setup/);
  });
});
