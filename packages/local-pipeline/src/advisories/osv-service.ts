import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Advisory } from './advisories.ts';

export interface OsvService {
  /** The whole query address, ending in `/v1/query`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Answers OSV's query (google.github.io/osv.dev, POST /v1/query) for a package and a version from these advisories; anything else is 404. */
export async function startOsvService(advisories: readonly Advisory[]): Promise<OsvService> {
  const server = createServer((request, response) => {
    void answer(request, advisories).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/v1/query`, close };
}

async function answer(
  request: IncomingMessage,
  advisories: readonly Advisory[],
): Promise<{ status: number; body: unknown }> {
  if (request.method !== 'POST' || request.url !== '/v1/query')
    return { status: 404, body: { code: 5, message: 'not found' } };
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const query = parseQuery(Buffer.concat(chunks).toString('utf8'));
  if (!query) return { status: 400, body: { code: 3, message: 'a query needs package.name and version' } };
  const hits = advisories.filter(
    (advisory) => advisory.package === query.name && isBefore(query.version, advisory.fixed),
  );
  return { status: 200, body: hits.length > 0 ? { vulns: hits.map(recordOf) } : {} };
}

function parseQuery(text: string): { name: string; version: string } | undefined {
  const query = JSON.parse(text) as { package?: { name?: unknown }; version?: unknown };
  const { version } = query;
  const name = query.package?.name;
  return typeof name === 'string' && typeof version === 'string' ? { name, version } : undefined;
}

function recordOf(advisory: Advisory): Record<string, unknown> {
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
