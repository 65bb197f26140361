import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheAvailable, restoreFromCache, saveToCache, type EventContext } from '@data-profiler-actions/action-kit';
import type { Installer } from './installer.ts';
import type { Project } from './project.ts';
import { filesOf } from './requirement.ts';

/** The installer's downloads, kept between runs. */
export interface Downloads {
  /** Variables that make the installers use them. */
  readonly env: Readonly<Record<string, string>>;
  /** Saves them where this run has something new; right after the installation, so that red tests do not lose them. */
  readonly save: () => Promise<void>;
}

/** Restores the downloads. Without a cache service the installers keep to their own folders, which a self-hosted runner may have warm. */
export async function openDownloads(
  mode: 'auto' | 'off',
  project: Project,
  installer: Installer['name'],
  versions: readonly string[],
  event: EventContext,
): Promise<Downloads> {
  const env = indexVariables(process.env);
  const unsuited = event.refKind === 'tag' || event.name === 'release';
  if (mode === 'off' || unsuited || !cacheAvailable()) return { env, save: () => Promise.resolve() };
  const folder = join(event.temp, 'python-matrix-test-downloads');
  mkdirSync(folder, { recursive: true });
  const prefix = `python-matrix-test-${installer}-${process.platform}-${process.arch}-${versions.join('-')}-`;
  const key = `${prefix}${hashOf(project)}`;
  const restored = await restoreFromCache({ paths: [folder], key, restoreKeys: [prefix] });
  const save = async (): Promise<void> => {
    if (restored !== key) await saveToCache({ paths: [folder], key }, event.untrusted);
  };
  return { env: { ...env, UV_CACHE_DIR: join(folder, 'uv'), PIP_CACHE_DIR: join(folder, 'pip') }, save };
}

/** Over every file that decides what is installed. */
function hashOf({ directory, requirements }: Project): string {
  const hash = createHash('sha256');
  for (const name of filesOf(requirements)) {
    const file = join(directory, name);
    if (existsSync(file)) hash.update(name).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 20);
}

/** uv does not read pip's variables; a runner set up for pip behind a mirror works with it all the same. */
export function indexVariables(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const pairs = {
    UV_DEFAULT_INDEX: 'PIP_INDEX_URL',
    UV_INDEX: 'PIP_EXTRA_INDEX_URL',
    UV_FIND_LINKS: 'PIP_FIND_LINKS',
    SSL_CERT_FILE: 'PIP_CERT',
  };
  const given = Object.entries(pairs).flatMap(([theirs, pips]) => {
    const value = env[pips];
    const taken = env[theirs] ?? (theirs === 'UV_DEFAULT_INDEX' ? env['UV_INDEX_URL'] : undefined);
    return value && taken === undefined ? [[theirs, value] as const] : [];
  });
  return Object.fromEntries(given);
}
