import { DefaultArtifactClient } from '@actions/artifact';
import { restoreCache, saveCache } from '@actions/cache';

export { getIDToken } from '@actions/core';

export const cache = { restoreCache, saveCache };
export const artifact = (): DefaultArtifactClient => new DefaultArtifactClient();
