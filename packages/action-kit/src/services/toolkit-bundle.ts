import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface CacheToolkit {
  restoreCache(paths: string[], key: string, restoreKeys?: string[]): Promise<string | undefined>;
  saveCache(paths: string[], key: string): Promise<number>;
}

interface ArtifactEntry {
  readonly name: string;
  readonly id: number;
  readonly createdAt?: Date;
}

export interface ArtifactToolkit {
  uploadArtifact(name: string, files: string[], root: string, options?: { retentionDays?: number }): Promise<unknown>;
  listArtifacts(options?: { latest?: boolean }): Promise<{ artifacts: ArtifactEntry[] }>;
  downloadArtifact(id: number, options?: { path?: string }): Promise<{ downloadPath?: string }>;
}

export interface ServiceToolkit {
  readonly cache: CacheToolkit;
  readonly artifact: () => ArtifactToolkit;
  readonly getIDToken: (audience: string) => Promise<string>;
}

/**
 * Loads `@actions/cache`, `@actions/artifact` and what of `@actions/core` few runs need, which all actions share as one bundle (`dist/toolkit`) and few runs need:
 * they are several times the size of an action. From sources, the file beside this one is loaded instead.
 */
export async function loadServiceToolkit(): Promise<ServiceToolkit> {
  const here = dirname(fileURLToPath(import.meta.url));
  const bundled = join(here, '..', 'toolkit', 'index.js');
  const file = existsSync(bundled) ? bundled : join(here, 'service-toolkit.ts');
  return (await import(/* webpackIgnore: true */ pathToFileURL(file).href)) as ServiceToolkit;
}
