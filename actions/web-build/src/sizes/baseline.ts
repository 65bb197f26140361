import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  cacheAvailable,
  childEnvironment,
  parseJson,
  restoreFromCache,
  runProcess,
  saveToCache,
  type EventContext,
} from '@data-profiler-actions/action-kit';
import { millisecondsLeft, type CommandContext } from '../command-context.ts';
import { ancestry, type Git } from './ancestry.ts';
import { readRecord, type SizeRecord } from './size-changes.ts';

export type Baseline =
  | { readonly kind: 'found'; readonly record: SizeRecord; readonly isAncestor: boolean }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * Where the record stands while it goes into the cache or comes out of it. A cache belongs to the path it was saved from, so this must be
 * the same on every machine: it is inside the workspace, and removed at once.
 */
const place = join('.data-profiler-actions', 'web-build-sizes.json');
/** A slow cache service does not hold up the step: after this no further look-up is begun. */
const patienceMs = 20_000;
/** A look-up takes ten keys (GitHub's limit for one request). */
const keysAtOnce = 10;

/** One site of a repository: two builds in it have a baseline each. */
export const siteIdentity = (workingDirectory: string, outputDirectory: string): string =>
  createHash('sha256').update(`${workingDirectory}\n${outputDirectory}`).digest('hex').slice(0, 12);

const prefixOf = (site: string): string => `web-build-sizes-1-${site}-`;

/** The sizes of the nearest earlier build that the cache still has. A fork reads those of the default branch too. */
export async function findBaseline(site: string, event: EventContext, context: CommandContext): Promise<Baseline> {
  if (!cacheAvailable()) return { kind: 'none', reason: 'this runner has no cache service' };
  const { commits, isWhole } = await ancestry(gitIn(event.workspace, context), event);
  const keys = commits.map((commit) => prefixOf(site) + commit);
  const started = Date.now();
  const isPatient = (): boolean => Date.now() - started < patienceMs;
  for (let at = 0; at < keys.length && isPatient(); at += keysAtOnce) {
    const record = await restore(keys.slice(at, at + keysAtOnce), event.workspace);
    if (record) return { kind: 'found', record, isAncestor: true };
  }
  const newest = isWhole || !isPatient() ? undefined : await restore([prefixOf(site)], event.workspace);
  if (newest) return { kind: 'found', record: newest, isAncestor: false };
  const branch = event.repository.defaultBranch;
  return { kind: 'none', reason: `no build of ${branch} has left its sizes in the cache yet, or they are gone` };
}

/** Keeps the sizes of a build of the default branch, for the builds that follow it. */
export async function keepBaseline(site: string, event: EventContext, record: SizeRecord): Promise<void> {
  const isDefault = event.refKind === 'branch' && event.refName === event.repository.defaultBranch;
  if (!cacheAvailable() || !isDefault || event.pullRequest !== undefined || record.commit === '') return;
  await inWorkspace(event.workspace, async () => {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, JSON.stringify(record));
    await saveToCache({ paths: [place], key: prefixOf(site) + record.commit }, event.untrusted);
  });
}

async function restore(
  [key = '', ...restoreKeys]: readonly string[],
  workspace: string,
): Promise<SizeRecord | undefined> {
  return inWorkspace(workspace, async () => {
    const restored = await restoreFromCache({ paths: [place], key, restoreKeys });
    return restored !== '' && existsSync(place) ? readRecord(parseJson(readFileSync(place, 'utf8'))) : undefined;
  });
}

/** The toolkit finds relative paths from where the process stands, and unpacks them in the workspace. */
async function inWorkspace<T>(workspace: string, work: () => Promise<T>): Promise<T> {
  const before = process.cwd();
  process.chdir(workspace);
  try {
    return await work();
  } finally {
    rmSync(dirname(place), { recursive: true, force: true });
    process.chdir(before);
  }
}

function gitIn(workspace: string, context: CommandContext): Git {
  return async (...args) => {
    const result = await runProcess({
      command: 'git',
      // In a container the workspace can belong to another user, which git refuses without this.
      args: ['-c', 'safe.directory=*', ...args],
      cwd: workspace,
      env: childEnvironment(),
      timeoutMs: Math.min(30_000, millisecondsLeft(context)),
      signal: context.signal,
    });
    return result.outcome === 'exited' && result.exitCode === 0 ? result.stdout.trim() : undefined;
  };
}
