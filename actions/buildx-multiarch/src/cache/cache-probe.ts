import { messageOf } from '@data-profiler-actions/action-kit';
import { send } from '@data-profiler-actions/http';

const probeMs = 5_000;
const method = 'twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL';

/** Why the cache service should be left alone; empty when it answers. BuildKit itself waits minutes on one that does not. */
export async function cacheServiceProblem(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const url = new URL(method, `${env['ACTIONS_RESULTS_URL'] ?? ''}/`.replace(/\/+$/, '/')).href;
  const headers = { authorization: `Bearer ${env['ACTIONS_RUNTIME_TOKEN'] ?? ''}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ key: 'buildx-multiarch-probe', restore_keys: [], version: '0'.repeat(64) });
  try {
    const { status } = await send({ method: 'POST', url, headers, body, timeoutMs: probeMs });
    return status === 200 || status === 404 ? '' : `it answers HTTP ${status}`;
  } catch (error) {
    return messageOf(error);
  }
}
