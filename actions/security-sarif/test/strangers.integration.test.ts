import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  startAdvisoryServices,
  type AdvisoryServices,
} from '../../../packages/local-pipeline/src/advisory-services.ts';
import { startApiService, type ApiService } from '../../../packages/local-pipeline/src/services/api/api-service.ts';
import { scriptFaults } from '../../../packages/local-pipeline/src/services/faults.ts';
import { createJournal } from '../../../packages/local-pipeline/src/services/journal.ts';
import { runSecuritySarif, type ActionRun } from './run-action.ts';
import { vulnerableProject } from './vulnerable-project.ts';

const token = 'token-of-the-run';
let advisories: AdvisoryServices;
let api: ApiService;
const workspace = vulnerableProject({ '.bandit': '[bandit]\nskips = B404\n' });
let base = '';

function git(...args: string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  return execFileSync('git', [...who, ...args], { cwd: workspace, encoding: 'utf8' }).trim();
}

/** What a stranger's pull request does to every settings file there is. */
function sabotage(): void {
  const put = (name: string, text: string): void => writeFileSync(join(workspace, name), text);
  put('.bandit', '[bandit]\nskips = B602,B307,B105,B404\nexclude = *\n');
  put('pyproject.toml', '[tool.bandit]\nskips = ["B602", "B307"]\n');
  put('.semgrepignore', '*\n');
  put('.gitignore', '*\n');
  put('.semgrep/rules.yml', 'rules: []\n');
  put('trivy.yaml', 'severity: [UNKNOWN]\nscan:\n  skip-files: ["**"]\n');
  put('.trivyignore', 'CVE-2024-35195\nCVE-2020-14343\nCVE-2024-22195\nDS-0002\naws-access-key-id\n');
  put('trivy-secret.yaml', 'disable-rules: [aws-access-key-id]\n');
  put('.safety-policy.yml', 'security:\n  ignore-cvss-severity-below: 10\n  ignore-cvss-unknown-severity: true\n');
}

beforeAll(async () => {
  advisories = await startAdvisoryServices(mkdtempSync(join(tmpdir(), 'advisories-')));
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'base');
  base = git('rev-parse', 'HEAD');
  const elsewhere = join(mkdtempSync(join(tmpdir(), 'origin-')), 'app');
  execFileSync('git', ['clone', '-q', workspace, elsewhere]);
  api = await startApiService({
    repository: 'org/app',
    token,
    journal: createJournal(),
    faults: scriptFaults([]),
    state: { checkout: elsewhere },
  });
  sabotage();
});
afterAll(async () => {
  await advisories.close();
  await api.server.close();
});

function scan(inputs: Readonly<Record<string, string>> = {}, from = 'stranger/app'): Promise<ActionRun> {
  const { TRIVY_DB, OSV_URL, SAFETY_DB } = advisories.variables;
  const event = join(mkdtempSync(join(tmpdir(), 'event-')), 'event.json');
  const head = { sha: 'b'.repeat(40), repo: { full_name: from } };
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7, base: { sha: base, ref: 'main' }, head } }));
  const databases = { 'trivy-db': TRIVY_DB, 'osv-url': OSV_URL, 'safety-db': SAFETY_DB };
  return runSecuritySarif(
    workspace,
    { 'semgrep-config': '.semgrep/rules.yml', 'fail-on': 'none', ...databases, ...inputs },
    {
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: event,
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_API_URL: api.server.url,
    },
  );
}

const rules = (run: ActionRun): string[] =>
  (JSON.parse(readFileSync(run.outputs['report'] ?? '', 'utf8')) as { findings: { rule: string }[] }).findings
    .map(({ rule }) => rule)
    .sort();

/** B404 is what the project itself does not want to hear of. */
const all = [
  ...['B105', 'B307', 'B602', 'CVE-2020-14343', 'CVE-2024-22195', 'CVE-2024-35195'],
  ...['DS-0002', 'DS-0026', 'aws-access-key-id', 'no-eval'],
];

describe('the pull request of a stranger', () => {
  it('changes nothing of what the scanners look at, and is told so once', async () => {
    const run = await scan();
    expect(rules(run)).toEqual(all);
    expect(run.log.match(/^::notice::.*is not followed by.*$/gm)).toHaveLength(1);
    for (const name of [
      '.bandit',
      'pyproject.toml',
      '.semgrepignore',
      'trivy.yaml',
      '.trivyignore',
      '.safety-policy.yml',
    ])
      expect(run.log).toContain(`${name} of this pull request is not followed`);
    expect(api.uploads()).toEqual([]);
  }, 300_000);

  it('is held to the base branch by way of the API where the checkout does not hold it', async () => {
    rmSync(join(workspace, '.git'), { recursive: true });
    const run = await scan({ token, scanners: 'bandit, semgrep' });
    expect(rules(run)).toEqual(['B105', 'B307', 'B602', 'no-eval']);
    expect(run.log).toContain('.bandit of this pull request is not followed by bandit: the base branch’s is');
  }, 300_000);

  it('is scanned without settings where nobody knows the base branch, and Semgrep says that it has no rules to go by', async () => {
    const run = await scan({ scanners: 'bandit, semgrep', token: 'wrong' });
    expect(rules(run)).toEqual(['B105', 'B307', 'B404', 'B602']);
    expect(run.log).toContain('those of the base branch cannot be read');
    expect(run.exitCode).toBe(1);
  }, 300_000);
});

it('the pull request of a member follows its own settings', async () => {
  const run = await scan({ scanners: 'bandit', upload: 'off' }, 'org/app');
  expect(run.log).toContain('it found no Python code to read');
}, 300_000);
