import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  cacheAvailable,
  indexVariables,
  info,
  restoreFromCache,
  saveToCache,
  type EventContext,
} from '@data-profiler-actions/action-kit';
import { includedFile } from './included-file.ts';
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

export interface DownloadsFor {
  readonly mode: 'auto' | 'off';
  readonly project: Project;
  readonly installCommand: readonly string[];
  readonly installer: Installer['name'];
  readonly versions: readonly string[];
}

/** Triggers whose runs take nothing from a cache and leave nothing in it: what is released, and what runs for others with this repository's rights. */
const withoutCache = new Set(['release', 'pull_request_target', 'workflow_run']);

/** Restores the downloads. Without a cache service the installers keep to their own folders, which a self-hosted runner may have warm. */
export async function openDownloads(wanted: DownloadsFor, event: EventContext): Promise<Downloads> {
  const env = indexVariables(process.env);
  const unsuited = event.refKind === 'tag' || withoutCache.has(event.name);
  if (wanted.mode === 'off' || unsuited || !cacheAvailable()) return { env, save: () => Promise.resolve() };
  const folder = join(event.temp, 'python-matrix-test-downloads');
  mkdirSync(folder, { recursive: true });
  const { installer, versions } = wanted;
  const prefix = `python-matrix-test-${installer}-${process.platform}-${process.arch}-${versions.join('-')}-`;
  const key = `${prefix}${hashOf(wanted)}`;
  const restored = await restoreFromCache({ paths: [folder], key, restoreKeys: [prefix] });
  const save = async (): Promise<void> => {
    if (restored === key) return;
    const saved = await saveToCache({ paths: [folder], key }, event.untrusted);
    if (saved) info(`Saved for the next run: ${installer}’s downloads, ${(sizeOf(folder) / 1e6).toFixed(1)} MB`);
  };
  return { env: { ...env, UV_CACHE_DIR: join(folder, 'uv'), PIP_CACHE_DIR: join(folder, 'pip') }, save };
}

/** Over everything that decides what is installed: the files, what they include, and what was asked for by name. */
function hashOf({ project, installCommand }: DownloadsFor): string {
  const hash = createHash('sha256').update(JSON.stringify([project.requirements, installCommand]));
  const files = new Set(filesOf(project.requirements));
  for (const name of files) {
    const file = join(project.directory, name);
    if (!existsSync(file)) continue;
    const content = readFileSync(file);
    hash.update(name).update(content);
    const included = content.toString('utf8').split(/\r?\n/).map(includedFile);
    for (const each of included) if (each) files.add(join(dirname(name), each.path));
  }
  return hash.digest('hex').slice(0, 20);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((bytes, entry) => bytes + lstatSync(join(entry.parentPath, entry.name)).size, 0);
}
