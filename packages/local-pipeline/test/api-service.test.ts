import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startApiService, type ApiService } from '../src/services/api/api-service.ts';
import { scriptFaults } from '../src/services/faults.ts';
import { createJournal, type Journal } from '../src/services/journal.ts';

let journal: Journal;
let api: ApiService;

beforeEach(async () => {
  journal = createJournal();
  api = await startApiService({ repository: 'org/app', token: 'secret', journal, faults: scriptFaults([]) });
});
afterEach(() => api.server.close());

const result = (line: number, uri = 'src/app.py'): unknown => ({
  ruleId: 'B101',
  level: 'warning',
  message: { text: 'assert used' },
  locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: line } } }],
});

const runOf = (results: readonly unknown[], category = 'bandit/'): unknown => ({
  tool: { driver: { name: 'Bandit', rules: [{ id: 'B101', properties: { 'security-severity': '7.5' } }] } },
  automationDetails: { id: category },
  results,
});

const send = (method: string, path: string, body?: unknown, token = 'secret'): Promise<Response> =>
  fetch(`${api.server.url}/repos/org/app${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const upload = (runs: readonly unknown[], change: object = {}): Promise<Response> => {
  const sarif = gzipSync(JSON.stringify({ version: '2.1.0', runs })).toString('base64');
  return send('POST', '/code-scanning/sarifs', {
    commit_sha: 'a'.repeat(40),
    ref: 'refs/heads/main',
    sarif,
    ...change,
  });
};

describe('the code scanning double', () => {
  it('takes an upload, is pending first, then complete', async () => {
    const answer = await upload([runOf([result(3)])]);
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as { id: string };
    const status = async (): Promise<unknown> => (await send('GET', `/code-scanning/sarifs/${id}`)).json();
    expect(await status()).toEqual({ processing_status: 'pending' });
    expect(await status()).toMatchObject({ processing_status: 'complete' });
    expect(await (await send('GET', `/code-scanning/analyses?sarif_id=${id}`)).json()).toMatchObject([
      { category: 'bandit', results_count: 1 },
    ]);
    expect(await (await send('GET', '/code-scanning/alerts')).json()).toMatchObject([
      { rule: { id: 'B101', security_severity_level: 'high' } },
    ]);
    expect(journal.violations()).toEqual([]);
  });

  it('folds the same finding of two categories into one alert, and a clean run closes it', async () => {
    await upload([runOf([result(3)], 'a/'), runOf([result(3), result(9)], 'b/')]);
    expect(api.alerts().map(({ line, severity }) => [line, severity])).toEqual([
      [3, 'high'],
      [9, 'high'],
    ]);
    await upload([runOf([], 'a/'), runOf([], 'b/')]);
    expect(api.alerts()).toEqual([]);
  });

  it.each([
    ['two runs of one category', [runOf([]), runOf([])], /same category/],
    ['a result without a place', [runOf([{ ruleId: 'x', message: { text: 'y' } }])], /expected artifact location/],
    ['an absolute path', [runOf([result(1, '/home/x.py')])], /invalid URI/],
    ['a line zero', [runOf([result(0)])], /startLine/],
    ['no runs', [], /no runs/],
  ])('refuses %s', async (_, runs, message) => {
    const answer = await upload(runs);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(message);
    expect(journal.violations()).toHaveLength(1);
  });

  it('refuses a short commit, an unknown field, a wrong token and an unknown route', async () => {
    expect((await upload([runOf([])], { commit_sha: 'abc' })).status).toBe(422);
    expect((await upload([runOf([])], { colour: 'red' })).status).toBe(422);
    expect((await send('GET', '/code-scanning/alerts', undefined, 'wrong')).status).toBe(401);
    expect((await send('GET', '/milestones')).status).toBe(404);
    expect(journal.violations()).toHaveLength(4);
  });

  it('says that a run which did not succeed failed', async () => {
    const { id } = (await (
      await upload([{ ...(runOf([]) as object), invocations: [{ executionSuccessful: false }] }])
    ).json()) as { id: string };
    await send('GET', `/code-scanning/sarifs/${id}`);
    expect(await (await send('GET', `/code-scanning/sarifs/${id}`)).json()).toMatchObject({
      processing_status: 'failed',
      errors: ['unsuccessful execution'],
    });
  });
});
