import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import {
  cacheAvailable,
  childEnvironment,
  restoreFromCache,
  runProcess,
  saveToCache,
  UserError,
} from '@data-profiler-actions/action-kit';
import type { Manager, ManagerName } from './detect-manager.ts';
import type { Project } from '../scripts/project.ts';
import { runStep, type Bench, type StepRun } from '../scripts/step-run.ts';

/** Installs exactly what the lock file says, with the manager's download cache saved at once, so that no later failure loses it. */
export async function install(
  project: Project,
  bench: Bench,
  asked: { readonly command: string; readonly cache: 'auto' | 'off'; readonly untrusted: string },
): Promise<StepRun> {
  const { manager } = project;
  const command = asked.command === '' ? frozenInstall(manager) : asked.command.split(/\s+/);
  const cache =
    asked.cache === 'off' || manager.lockFile === '' || !cacheAvailable()
      ? undefined
      : await downloadCache(manager, bench);
  const restored = cache ? await restoreFromCache(cache) : '';
  const run = await runStep(bench, 'install', command);
  if (run.outcome === 'passed' && cache && restored !== cache.key && existsSync(cache.paths[0])) {
    await saveToCache(cache, asked.untrusted);
  }
  return run;
}

/** The program of a manager: the one on PATH, else through corepack. */
export function programOf(name: ManagerName, path = process.env['PATH'] ?? ''): string[] {
  const on = (program: string): boolean => path.split(delimiter).some((folder) => existsSync(join(folder, program)));
  if (on(name)) return [name];
  if ((name === 'pnpm' || name === 'yarn') && on('corepack')) return ['corepack', name];
  throw new UserError(`${name} is not on this runner.`, `Install ${name} in a step before this one.`);
}

function frozenInstall({ name, lockFile }: Manager): string[] {
  const berry = name === 'yarn' && existsSync(join(dirname(lockFile), '.yarnrc.yml'));
  const args: Readonly<Record<ManagerName, readonly string[]>> = {
    // NODE_ENV=production in the job must not leave out the tools that build.
    npm: ['ci', '--include=dev', '--no-audit', '--no-fund'],
    pnpm: ['install', '--frozen-lockfile', '--prod=false'],
    yarn: ['install', berry ? '--immutable' : '--frozen-lockfile'],
    bun: ['install', '--frozen-lockfile'],
  };
  return [...programOf(name), ...args[name]];
}

async function downloadCache(
  { name, lockFile }: Manager,
  bench: Bench,
): Promise<{ paths: [string]; key: string; restoreKeys: string[] } | undefined> {
  const ask: Readonly<Record<ManagerName, readonly string[]>> = {
    npm: ['config', 'get', 'cache'],
    pnpm: ['store', 'path'],
    yarn: existsSync(join(dirname(lockFile), '.yarnrc.yml')) ? ['config', 'get', 'cacheFolder'] : ['cache', 'dir'],
    bun: ['pm', 'cache'],
  };
  const [command = name, ...first] = programOf(name);
  const told = await runProcess({
    command,
    args: [...first, ...ask[name]],
    cwd: bench.directory,
    env: childEnvironment(),
    timeoutMs: Math.max(1, bench.deadline - Date.now()),
    signal: bench.signal,
  });
  const folder = told.stdout.trim().split('\n').at(-1) ?? '';
  if (told.outcome !== 'exited' || told.exitCode !== 0 || folder === '') return undefined;
  const prefix = `web-build-${name}-${process.platform}-${process.arch}-`;
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex').slice(0, 32);
  return { paths: [name === 'npm' ? join(folder, '_cacache') : folder], key: prefix + hash, restoreKeys: [prefix] };
}

/** Why an install failed, with what mends it. npm's EUSAGE says that lock and package.json disagree (npm/cli lib/commands/ci.js). */
export function explainInstall({ output }: StepRun, { name }: Manager): string {
  const differences = [...output.matchAll(/(?:npm (?:error|ERR!) )?((?:Missing|Invalid): .+)/g)].map(
    ([, text = '']) => text,
  );
  if (/EUSAGE/.test(output) && differences.length > 0) {
    const shown = differences.slice(0, 5).join('; ');
    const more = differences.length > 5 ? `; and ${differences.length - 5} more` : '';
    return `package-lock.json does not match package.json (${shown}${more}). Run npm install and commit package-lock.json.`;
  }
  if (/EUSAGE/.test(output))
    return 'npm ci refuses this package-lock.json. Run npm install and commit package-lock.json.';
  if (
    /ERR_PNPM_OUTDATED_LOCKFILE|YN0028|frozen-lockfile.*(needs|lockfile had changes)|lockfile had changes/.test(output)
  )
    return `The lock file does not match package.json. Run ${name} install and commit the lock file.`;
  return '';
}
