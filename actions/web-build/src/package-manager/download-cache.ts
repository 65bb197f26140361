import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cacheAvailable, restoreFromCache, runProcess, saveToCache } from '@data-profiler-actions/action-kit';
import { millisecondsLeft, toolEnvironment, type CommandContext } from '../command-context.ts';
import { askDownloads } from './commands.ts';
import type { Manager } from './manager.ts';
import type { Program } from './program.ts';

/** The package manager's downloads in the Actions cache. */
export interface DownloadCache {
  readonly folder: string;
  readonly key: string;
  readonly prefix: string;
}

/** Undefined where there is no cache service, nothing to key by, or the downloads are committed with the project (Yarn's zero-install). */
export async function findDownloadCache(
  manager: Manager,
  program: Program,
  context: CommandContext,
): Promise<DownloadCache | undefined> {
  const { flavour, lockFile } = manager;
  if (lockFile === '' || !cacheAvailable()) return undefined;
  const told = await runProcess({
    command: program.command,
    args: askDownloads[flavour],
    cwd: context.directory,
    env: toolEnvironment(context),
    timeoutMs: millisecondsLeft(context),
    signal: context.signal,
  });
  const said = told.stdout.trim().split('\n').at(-1) ?? '';
  if (told.outcome !== 'exited' || told.exitCode !== 0 || said === '') return undefined;
  const folder = flavour === 'npm' ? join(said, '_cacache') : said;
  const isCommitted = !relative(context.workspace, folder).startsWith('..') && existsSync(folder);
  return isCommitted ? undefined : { folder, ...cacheKeys(manager, readFileSync(lockFile)) };
}

/** Any older downloads of the same manager save most of the work; the newest come first. */
export function cacheKeys({ flavour }: Manager, lock: Buffer): { key: string; prefix: string } {
  const prefix = `web-build-${flavour}-${process.platform}-${process.arch}-`;
  return { prefix, key: prefix + createHash('sha256').update(lock).digest('hex').slice(0, 32) };
}

/** The key that was restored; empty for none. */
export const restoreDownloads = ({ folder, key, prefix }: DownloadCache): Promise<string> =>
  restoreFromCache({ paths: [folder], key, restoreKeys: [prefix] });

export async function saveDownloads(
  { folder, key }: DownloadCache,
  restored: string,
  untrusted: string,
): Promise<void> {
  if (restored !== key && existsSync(folder)) await saveToCache({ paths: [folder], key }, untrusted);
}
