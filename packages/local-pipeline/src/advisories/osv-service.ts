import { objectOf, textOf, type JsonObject } from '@data-profiler-actions/action-kit';
import { scriptFaults } from '../services/faults.ts';
import { readJsonObject, sendJson, serve, type Answered, type Exchange } from '../services/http-server.ts';
import { createJournal } from '../services/journal.ts';
import type { Advisory } from './advisories.ts';

export interface OsvService {
  /** The whole query address, ending in `/v1/query`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Answers OSV's query (google.github.io/osv.dev, POST /v1/query) for a package and a version from these advisories; anything else is 404. */
export async function startOsvService(advisories: readonly Advisory[]): Promise<OsvService> {
  const handle = (exchange: Exchange): Promise<Answered> => answer(exchange, advisories);
  const server = await serve({ service: 'osv', journal: createJournal(), faults: scriptFaults([]), handle });
  return { url: `${server.url}/v1/query`, close: () => server.close() };
}

async function answer(
  { method, url, request, response }: Exchange,
  advisories: readonly Advisory[],
): Promise<Answered> {
  if (method !== 'POST' || url.pathname !== '/v1/query')
    return sendJson(response, 404, { code: 5, message: 'not found' });
  const query = await readJsonObject(request, 1 << 20);
  const name = textOf(objectOf(query?.['package'])['name']);
  const version = textOf(query?.['version']);
  if (name === '' || version === '')
    return sendJson(response, 400, { code: 3, message: 'a query needs package.name and version' });
  const hits = advisories.filter((advisory) => advisory.package === name && isBefore(version, advisory.fixed));
  return sendJson(response, 200, hits.length > 0 ? { vulns: hits.map(recordOf) } : {});
}

function recordOf(advisory: Advisory): JsonObject {
  const { ghsa, cve, fixed, summary, cvss } = advisory;
  const range = { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] };
  return {
    id: ghsa,
    modified: '2026-01-01T00:00:00Z',
    aliases: [cve],
    summary,
    details: summary,
    severity: [{ type: 'CVSS_V3', score: cvss.vector }],
    affected: [{ package: { name: advisory.package, ecosystem: 'PyPI' }, ranges: [range] }],
  };
}

/** Order of release numbers; the advisories here name no pre-releases. */
function isBefore(version: string, fixed: string): boolean {
  const [a, b] = [version, fixed].map((text) => text.split('.').map(Number));
  for (let part = 0; part < Math.max(a?.length ?? 0, b?.length ?? 0); part++) {
    const difference = (a?.[part] ?? 0) - (b?.[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
