import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEvent } from '@data-profiler-actions/action-kit';
import { startApiService, type ApiService } from '../../../packages/local-pipeline/src/services/api/api-service.ts';
import { scriptFaults, type Fault } from '../../../packages/local-pipeline/src/services/faults.ts';
import { createJournal, type Journal } from '../../../packages/local-pipeline/src/services/journal.ts';
import type { PlannedRun } from '../src/findings/runs.ts';
import { writeSarifFiles } from '../src/outputs.ts';
import { repositoryApi } from '../src/github/repository-api.ts';
import { sarifLogs, type SarifFile } from '../src/upload/sarif-logs.ts';
import { uploadLogs, type UploadOutcome } from '../src/upload/upload.ts';

const token = 'token-of-the-run';
const faults: Fault[] = [];
let journal: Journal;
let api: ApiService;

beforeAll(async () => {
  journal = createJournal();
  api = await startApiService({ repository: 'org/app', token, journal, faults: scriptFaults(faults) });
});
afterAll(() => api.server.close());

const run = (tool: string, category: string): PlannedRun => ({
  tool,
  version: '1.0.0',
  informationUri: 'https://x.org',
  category,
  findings: [],
  missing: [],
});
const logs = sarifLogs([run('Bandit', 'bandit/'), run('Semgrep', 'semgrep/')], [], '', tmpdir());

interface Attempt {
  readonly outcome: UploadOutcome;
  /** Texts of the files that remain. */
  readonly files: readonly string[];
}

/** Writes the files and uploads them, as the action does. `waits` in milliseconds. */
async function attempt(
  scripted: readonly Fault[],
  { mode = 'auto', sent = logs, given = token, waits = [1, 1, 1] }: Partial<Options> = {},
): Promise<Attempt> {
  faults.splice(0, faults.length, ...scripted);
  const event = readEvent({ GITHUB_API_URL: api.server.url, GITHUB_REPOSITORY: 'org/app' });
  const files = writeSarifFiles(mkdtempSync(join(tmpdir(), 'faults-')), sent);
  const outcome = await uploadLogs({
    mode,
    token: given,
    event,
    target: { sha: 'a'.repeat(40), ref: 'refs/heads/main' },
    api: repositoryApi(event, given),
    logs: sent,
    patience: { until: Date.now() + 5000, waits },
  });
  return { outcome, files: files.map((file) => readFileSync(file, 'utf8')) };
}

interface Options {
  readonly mode: 'auto' | 'api';
  readonly sent: readonly SarifFile[];
  readonly given: string;
  readonly waits: readonly number[];
}

const post = { service: 'api', method: 'POST', path: /\/sarifs$/ } as const;
const look = { service: 'api', method: 'GET', path: /\/sarifs\/.+$/ } as const;
const always = 99;
const refusal = (status: number, message: string, more: Partial<Fault> = {}): Fault => ({
  ...post,
  status,
  body: { message },
  times: always,
  ...more,
});
/** So that tries again come at once. */
const soon = { headers: { 'retry-after': '0' } };

const permanent: readonly [string, readonly Fault[], RegExp][] = [
  ['no permission', [refusal(403, 'Resource not accessible by integration')], /security-events: write/],
  [
    'Code Security is off',
    [refusal(403, 'Code Security must be enabled for this repository')],
    /turns on Code Security/,
  ],
  ['code scanning is off', [refusal(403, 'Code scanning is not enabled for this repository.')], /enable code scanning/],
  ['an archived repository', [refusal(403, 'Repository was archived so is read-only.')], /archived/],
  ['a secondary rate limit', [refusal(403, 'You have exceeded a secondary rate limit')], /run again later/],
  ['a spent rate limit', [refusal(403, 'x', { headers: { 'x-ratelimit-remaining': '0' } })], /run again later/],
  ['an invalid token', [refusal(401, 'Bad credentials')], /the token is not valid/],
  ['a repository out of reach', [refusal(404, 'Not Found')], /does not reach this repository/],
  ['a file that is too large', [refusal(413, 'Payload too large')], /narrow paths/],
  ['a file that GitHub finds invalid', [refusal(400, 'rejecting SARIF, as there are more runs')], /rejecting SARIF/],
  ['a commit that is not there', [refusal(422, 'commit not found')], /does not know this commit/],
  ['too many requests that do not end', [refusal(429, 'slow down', soon)], /run again later/],
  ['a service that is down', [refusal(503, 'unavailable', soon)], /githubstatus/],
  ['an answer that is no JSON', [{ ...post, status: 202, body: '<html>', times: always }], /without an id/],
  [
    'processing that fails',
    [
      {
        ...look,
        status: 200,
        body: { processing_status: 'failed', errors: ['too many logical alerts'] },
        times: always,
      },
    ],
    /too many logical alerts/,
  ],
  [
    'a status that is no status',
    [{ ...look, status: 200, body: { processing_status: 'perhaps' }, times: always }],
    /cannot be followed: the status is perhaps/,
  ],
  [
    'a status that is refused',
    [{ ...look, status: 403, body: { message: 'x' }, times: always }],
    /cannot be followed: HTTP 403/,
  ],
];

const passing: readonly [string, readonly Fault[]][] = [
  ['one 503', [{ ...post, status: 503, ...soon }]],
  ['one 429', [{ ...post, status: 429, ...soon }]],
  ['a connection that breaks', [{ ...post, reset: true }]],
  ['a connection that breaks within the body', [{ ...post, reset: 10 }]],
  ['a status that is not there yet', [{ ...look, status: 404, body: { message: 'Not Found' } }]],
  ['a status that is down for a moment', [{ ...look, status: 502, ...soon }]],
];

describe('an upload', () => {
  it.each(permanent)(
    'that meets %s is refused with a remedy, demanded it is red, and the files remain',
    async (_, script, remedy) => {
      const { outcome, files } = await attempt(script);
      expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(remedy) as unknown });
      for (const { category } of logs) expect(outcome.kind === 'uploaded' ? '' : outcome.reason).toContain(category);
      expect(files).toEqual(logs.map(({ text }) => text));
      expect((await attempt(script, { mode: 'api' })).outcome.kind).toBe('failed');
    },
    30_000,
  );

  it.each(passing)('gets over %s', async (_, script) => {
    const before = api.uploads().length;
    expect((await attempt(script, { mode: 'api' })).outcome).toMatchObject({ kind: 'uploaded' });
    expect(api.uploads().length - before).toBe(2);
  });

  it('of which one run is refused keeps the others, and names the one', async () => {
    const before = api.uploads().length;
    const { outcome } = await attempt([refusal(413, 'too large', { times: 1 })]);
    expect(outcome).toMatchObject({ kind: 'refused', ids: [expect.any(String)] });
    expect(outcome.kind === 'uploaded' ? '' : outcome.reason).toMatch(/^bandit\/ was refused with 413/);
    expect(api.uploads().length - before).toBe(1);
  });

  it('whose server never answers is refused', async () => {
    const { outcome } = await attempt([{ ...post, reset: true, times: always }]);
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringContaining('was not answered') as unknown });
  }, 30_000);

  it('that is still pending at the time limit is red, also when only offered', async () => {
    const pending: Fault = { ...look, status: 200, body: { processing_status: 'pending' }, times: always };
    const { outcome, files } = await attempt([pending]);
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining('still pending') as unknown });
    expect(files).toHaveLength(2);
  });

  it('of an unsound file is not tried, is red, and names file, place and rule', async () => {
    const [first, ...others] = logs;
    const problems = ['bandit.sarif /runs/0/results/0/message/text must be text that is not empty'];
    const before = api.uploads().length;
    const { outcome } = await attempt([], { sent: [{ ...first!, problems }, ...others] });
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining(problems[0]!) as unknown });
    expect(api.uploads().length - before).toBe(1);
  });

  it('without a token is skipped when offered and red when demanded', async () => {
    expect((await attempt([], { given: '' })).outcome.kind).toBe('skipped');
    expect((await attempt([], { given: '', mode: 'api' })).outcome.kind).toBe('failed');
  });

  it('of nothing is none: every scanner failed', async () => {
    const reason = expect.stringContaining('nothing to upload') as unknown;
    for (const mode of ['auto', 'api'] as const)
      expect((await attempt([], { sent: [], mode })).outcome).toMatchObject({ kind: 'skipped', reason });
  });

  it('broke no rule of the API', () => {
    expect(journal.violations()).toEqual([]);
  });
});
