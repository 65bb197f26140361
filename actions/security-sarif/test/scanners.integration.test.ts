import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  startAdvisoryServices,
  type AdvisoryServices,
} from '../../../packages/local-pipeline/src/advisory-services.ts';
import { startApiService, type ApiService } from '../../../packages/local-pipeline/src/services/api/api-service.ts';
import { scriptFaults, type Fault } from '../../../packages/local-pipeline/src/services/faults.ts';
import { createJournal, type Journal } from '../../../packages/local-pipeline/src/services/journal.ts';
import { runSecuritySarif, type ActionRun } from './run-action.ts';
import { plantedKey, plantedPassword, vulnerableProject } from './vulnerable-project.ts';

const token = 'token-of-the-run';
let advisories: AdvisoryServices;
let journal: Journal;
const started: ApiService[] = [];

beforeAll(async () => {
  advisories = await startAdvisoryServices(mkdtempSync(join(tmpdir(), 'advisories-')));
});
afterAll(async () => {
  await advisories.close();
  for (const { server } of started) await server.close();
});

async function github(faults: readonly Fault[] = []): Promise<ApiService> {
  journal = createJournal();
  const api = await startApiService({ repository: 'org/app', token, journal, faults: scriptFaults(faults) });
  started.push(api);
  return api;
}

/** Runs the action with the databases of these tests. */
function scan(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const { TRIVY_DB, OSV_URL, SAFETY_DB } = advisories.variables;
  const databases = { 'trivy-db': TRIVY_DB, 'osv-url': OSV_URL, 'safety-db': SAFETY_DB };
  return runSecuritySarif(workspace, { 'semgrep-config': '.semgrep/rules.yml', ...databases, ...inputs }, environment);
}

/** One cheap scanner, for what is not about scanners. */
const banditAlone = { scanners: 'bandit' };

describe('the five scanners on a project with planted problems', () => {
  let run: ActionRun;
  let api: ApiService;

  beforeAll(async () => {
    api = await github();
    run = await scan(vulnerableProject(), { token }, { GITHUB_API_URL: api.server.url });
  }, 600_000);

  it('find each at its line, one vulnerability once, and upload them all', () => {
    const seen = api.alerts().map(({ tool, rule, file, line, severity }) => [tool, rule, `${file}:${line}`, severity]);
    expect(seen).toEqual(
      expect.arrayContaining([
        ['Bandit', 'B602', 'api/app.py:9', 'high'],
        ['Bandit', 'B307', 'api/app.py:15', 'medium'],
        ['Semgrep', 'no-eval', 'api/app.py:15', 'high'],
        ['Trivy', 'aws-access-key-id', 'api/settings.ini:2', 'critical'],
        ['Trivy', 'DS-0002', 'Dockerfile:1', 'high'],
        ['Dependencies', 'CVE-2024-35195', 'api/requirements.txt:2', 'medium'],
        ['Dependencies', 'CVE-2024-22195', 'api/more/base.txt:1', 'medium'],
        ['Dependencies', 'CVE-2020-14343', 'api/requirements-dev.txt:2', 'critical'],
      ]),
    );
    expect(seen.filter(([, , place]) => place === 'api/app.py:14')).toEqual([]);
    expect(seen.filter(([tool]) => tool === 'Dependencies')).toHaveLength(3);
    expect(journal.violations()).toEqual([]);
  });

  it('are red for what is grave, with the counts, files and ids as outputs', () => {
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ result: 'findings', uploaded: 'true' });
    expect(JSON.parse(run.outputs['findings'] ?? '')).toMatchObject({
      total: 11,
      severity: { critical: 2, high: 3, medium: 3, low: 3 },
      scanner: { bandit: 4, safety: 3, 'pip-audit': 3, semgrep: 1, trivy: 6 },
    });
    expect(run.outputs['sarif-files']?.split('\n')).toHaveLength(4);
    expect(run.outputs['sarif-ids']?.split('\n')).toHaveLength(4);
  });

  it('name all who saw a vulnerability, and what could not be looked up', () => {
    expect(run.log).toContain(
      'CVE-2024-35195 (medium%2C pip-audit%2C safety%2C trivy),file=api/requirements.txt,line=2::',
    );
    expect(run.summary).toContain('not audited, no exact version: pytest');
  });

  it('show no secret anywhere', () => {
    const files = (run.outputs['sarif-files'] ?? '').split('\n').map((file) => readFileSync(file, 'utf8'));
    const shown = [run.log, run.summary, readFileSync(run.outputs['report'] ?? '', 'utf8'), ...files].join('\n');
    expect(shown).not.toContain(plantedKey);
    expect(shown).not.toContain(plantedPassword);
  });
});

describe('a scanner that could not do its work', () => {
  it('is scanner-error with its reason, and holds back its run', async () => {
    const broken = vulnerableProject({ '.semgrep/rules.yml': 'rules: []\n', 'api/app.py': 'x = 1\n' });
    const run = await scan(broken, { scanners: 'semgrep, bandit', upload: 'off', 'fail-on': 'none' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['result']).toBe('scanner-error');
    expect(run.log).toContain('::error::semgrep could not do its work:');
    expect(run.outputs['sarif-files']).toMatch(/bandit\.sarif$/);
  }, 300_000);

  it('is not the one that has nothing wrong to tell', async () => {
    const sound = vulnerableProject({ 'api/app.py': 'x = 1\n' });
    const run = await scan(sound, { ...banditAlone, upload: 'off' });
    expect([run.exitCode, run.outputs['result']]).toEqual([0, 'clean']);
  }, 300_000);
});

describe('an upload', () => {
  const refusal: Fault = { service: 'api', method: 'POST', path: /sarifs$/, status: 403, times: 9 };

  it('that GitHub refuses is a warning when offered, and red when demanded', async () => {
    const workspace = vulnerableProject({ 'api/app.py': 'x = 1\n' });
    const url = async (): Promise<string> => (await github([refusal])).server.url;
    const offered = await scan(workspace, { ...banditAlone, token }, { GITHUB_API_URL: await url() });
    expect([offered.exitCode, offered.outputs['uploaded']]).toEqual([0, 'false']);
    expect(offered.log).toMatch(/::warning::GitHub took no alerts: bandit\/ was refused with 403/);
    const demanded = await scan(workspace, { ...banditAlone, token, upload: 'api' }, { GITHUB_API_URL: await url() });
    expect(demanded.exitCode).toBe(1);
    expect(demanded.log).toContain('security-events: write');
  }, 300_000);

  it('is not tried from a Dependabot run, which stays green', async () => {
    const api = await github();
    const workspace = vulnerableProject({ 'api/app.py': 'x = 1\n' });
    const environment = { GITHUB_API_URL: api.server.url, GITHUB_ACTOR: 'dependabot[bot]' };
    const run = await scan(workspace, { ...banditAlone, token }, environment);
    expect(run.exitCode).toBe(0);
    expect(run.log).toContain('::notice::Not uploaded to code scanning: a Dependabot run has no right to upload.');
    expect(api.uploads()).toEqual([]);
  }, 300_000);
});

it('names all mistakes in its inputs at once, before any work', async () => {
  const inputs = { scanners: 'bandit, tryvy', 'osv-url': 'https://osv', ignore: 'B101' };
  const run = await scan(vulnerableProject(), inputs);
  expect(run.exitCode).toBe(1);
  for (const words of ['did you mean trivy', 'ending in /v1/query', 'gives no reason'])
    expect(run.log).toContain(words);
});
