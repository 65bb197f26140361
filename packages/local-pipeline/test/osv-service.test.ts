import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { advisories } from '../src/advisories/advisories.ts';
import { startOsvService, type OsvService } from '../src/advisories/osv-service.ts';

describe('the advisory service', () => {
  let service: OsvService;
  beforeAll(async () => {
    service = await startOsvService(advisories);
  });
  afterAll(() => service.close());
  const ask = async (body: string): Promise<unknown[]> => {
    const answer = await fetch(service.url, { method: 'POST', body });
    return [answer.status, await answer.json()];
  };

  it('knows a version before the fixed one, and no other', async () => {
    const [status, body] = await ask(JSON.stringify({ package: { name: 'requests' }, version: '2.31.0' }));
    expect([status, body]).toMatchObject([200, { vulns: [{ id: 'GHSA-9wx4-h78v-vm56' }] }]);
    expect(await ask(JSON.stringify({ package: { name: 'requests' }, version: '2.32.0' }))).toEqual([200, {}]);
  });

  it('refuses what is no query, and goes on answering', async () => {
    expect(await ask('no JSON')).toMatchObject([400, { code: 3 }]);
    expect(await ask('{}')).toMatchObject([400, { code: 3 }]);
  });
});
