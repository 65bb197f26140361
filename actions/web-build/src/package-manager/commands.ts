import type { Flavour } from './manager.ts';

/** Installs exactly what the lock file says. NODE_ENV=production in the job must not leave out the tools that build. */
export const frozenInstall: Readonly<Record<Flavour, readonly string[]>> = {
  npm: ['ci', '--include=dev', '--no-audit', '--no-fund'],
  pnpm: ['install', '--frozen-lockfile', '--prod=false'],
  'yarn-classic': ['install', '--frozen-lockfile', '--non-interactive', '--production=false'],
  'yarn-berry': ['install', '--immutable'],
  bun: ['install', '--frozen-lockfile'],
};

/** Prints the folder of downloads that are worth keeping between runs. */
export const askDownloads: Readonly<Record<Flavour, readonly string[]>> = {
  npm: ['config', 'get', 'cache'],
  pnpm: ['store', 'path'],
  'yarn-classic': ['cache', 'dir'],
  'yarn-berry': ['config', 'get', 'cacheFolder'],
  bun: ['pm', 'cache'],
};
