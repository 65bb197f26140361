import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

interface CacheToolkit {
  restoreCache(
    paths: string[],
    key: string,
    restoreKeys?: string[],
    options?: { lookupOnly?: boolean },
  ): Promise<string | undefined>;
  saveCache(paths: string[], key: string): Promise<number>;
}

interface ArtifactEntry {
  readonly name: string;
  readonly id: number;
  readonly createdAt?: Date;
}

interface ArtifactToolkit {
  uploadArtifact(name: string, files: string[], root: string, options?: { retentionDays?: number }): Promise<unknown>;
  listArtifacts(options?: { latest?: boolean }): Promise<{ artifacts: ArtifactEntry[] }>;
  downloadArtifact(id: number, options?: { path?: string }): Promise<{ downloadPath?: string }>;
}

interface ServiceToolkit {
  readonly cache: CacheToolkit;
  readonly artifact: () => ArtifactToolkit;
  readonly getIDToken: (audience: string) => Promise<string>;
}

/**
 * Loads `@actions/cache`, `@actions/artifact` and what gives identity tokens. They are several times the size of an action and few runs need them, so all
 * actions share them as one bundle (`dist/toolkit`). From sources, the file beside this one is loaded instead.
 */
export async function loadServiceToolkit(): Promise<ServiceToolkit> {
  const here = dirname(fileURLToPath(import.meta.url));
  const bundled = join(here, '..', 'toolkit', 'index.js');
  const file = existsSync(bundled) ? bundled : join(here, 'service-toolkit.ts');
  return (await import(/* webpackIgnore: true */ pathToFileURL(file).href)) as ServiceToolkit;
}
