import { dirname } from 'node:path';
import type { CommandContext } from '../command-context.ts';
import { runStep, type StepRun } from '../scripts/step-run.ts';
import { frozenInstall } from './commands.ts';
import { findDownloadCache, restoreDownloads, saveDownloads } from './download-cache.ts';
import type { Manager } from './manager.ts';
import type { Program } from './program.ts';

export interface InstallRequest {
  readonly manager: Manager;
  readonly program: Program;
  /** Words of a command instead of the frozen install; none for the usual one. */
  readonly command: readonly string[];
  readonly cache: 'auto' | 'off';
  /** Why this run must not write caches; empty where it may. */
  readonly untrusted: string;
}

/** Installs with the manager's downloads from the cache, and saves them at once, so that no later failure loses them. */
export async function install(
  context: CommandContext,
  { manager, program, command, cache, untrusted }: InstallRequest,
): Promise<StepRun> {
  const downloads = cache === 'off' ? undefined : await findDownloadCache(manager, program, context);
  const restored = downloads ? await restoreDownloads(downloads) : '';
  const run =
    command.length > 0
      ? await runStep(context, 'install', command)
      : await runStep({ ...context, directory: dirname(manager.lockFile) }, 'install', [
          program.command,
          ...frozenInstall[manager.flavour],
        ]);
  if (downloads && run.outcome === 'passed') await saveDownloads(downloads, restored, untrusted);
  return run;
}
