import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  startAdvisoryServices,
  type AdvisoryServices,
} from '../../../packages/local-pipeline/src/advisory-services.ts';
import { startApiService, type ApiService } from '../../../packages/local-pipeline/src/services/api/api-service.ts';
import { scriptFaults } from '../../../packages/local-pipeline/src/services/faults.ts';
import { createJournal, type Journal } from '../../../packages/local-pipeline/src/services/journal.ts';
import { runSecuritySarif, type ActionRun } from './run-action.ts';
import { vulnerableProject } from './vulnerable-project.ts';

const token = 'token-of-the-run';

function git(folder: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' }).trim();
}

function commit(folder: string, files: Readonly<Record<string, string>> = {}): string {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'change', '--allow-empty');
  return git(folder, 'rev-parse', 'HEAD');
}

describe('a pull request with new-only', () => {
  const eval_ = (name: string): string => `def ${name}(text):\n    return eval(text)\n`;
  const old = eval_('known');
  const workspace = vulnerableProject({ 'api/app.py': old });
  let journal: Journal;
  let api: ApiService;
  let base: string;

  beforeAll(async () => {
    git(workspace, 'init', '-q', '-b', 'main');
    base = commit(workspace);
    journal = createJournal();
    const state = { checkout: workspace };
    api = await startApiService({ repository: 'org/app', token, journal, faults: scriptFaults([]), state });
  });
  afterAll(() => api.server.close());

  const inputs = { scanners: 'bandit', token, 'new-only': 'true', 'fail-on': 'medium' };
  const onMain = (sha: string): Promise<ActionRun> =>
    runSecuritySarif(workspace, inputs, { GITHUB_API_URL: api.server.url, GITHUB_SHA: sha });

  function onPull(head: string): Promise<ActionRun> {
    const payload = join(mkdtempSync(join(tmpdir(), 'event-')), 'event.json');
    const repo = { full_name: 'org/app' };
    const pull_request = { number: 7, base: { sha: base, ref: 'main', repo }, head: { sha: head, ref: 'x', repo } };
    writeFileSync(payload, JSON.stringify({ pull_request, repository: { ...repo, default_branch: 'main' } }));
    return runSecuritySarif(workspace, inputs, {
      GITHUB_API_URL: api.server.url,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: payload,
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_SHA: 'b'.repeat(40),
    });
  }

  it('counts everything as new before the base branch has an analysis, and says so', async () => {
    const run = await onMain(base);
    expect([run.exitCode, run.outputs['result'], run.outputs['uploaded']]).toEqual([1, 'findings', 'true']);
    expect(run.log).toContain(
      '::warning::Everything counts as new: there is no analysis of refs/heads/main (bandit/).',
    );
  }, 120_000);

  it('is green where it only moves what the base branch has', async () => {
    const head = commit(workspace, { 'api/app.py': `# moved\n\n${old}` });
    const run = await onPull(head);
    expect([run.exitCode, run.outputs['result']]).toEqual([0, 'findings']);
    expect(run.summary).toContain('Compared with `main`: nothing is new.');
  }, 120_000);

  it('is red for what it adds, which is marked, and uploads the head that was read as such', async () => {
    const head = commit(workspace, { 'api/app.py': `# moved\n\n${old}\n\n${eval_('added')}` });
    const run = await onPull(head);
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('1 new finding is medium or worse: B307 at api/app.py:8');
    expect(run.summary).toMatch(/api\/app\.py:8\].*\*\*new\*\*/);
    expect(run.summary).not.toMatch(/api\/app\.py:4\].*\*\*new\*\*/);
    expect(api.uploads().at(-1)).toMatchObject({ ref: 'refs/pull/7/head', commit: head });
    const report = JSON.parse(readFileSync(run.outputs['report'] ?? '', 'utf8')) as { findings: { new: boolean }[] };
    expect(report.findings.map((finding) => finding.new)).toEqual([false, true]);
  }, 120_000);

  it('annotates the worst ten, what it changes before all', async () => {
    const many = Array.from(
      { length: 12 },
      (_, index) => `import subprocess\nsubprocess.call("x" + str(${index}), shell=True)\n`,
    );
    base = commit(workspace, { 'api/old.py': many.join('\n') });
    const head = commit(workspace, { 'api/app.py': `${old}\n\ndef changed(text):\n    return eval(text + "1")\n` });
    const run = await onPull(head);
    const annotated = [...run.log.matchAll(/^::(?:error|warning|notice) title=[^:]*file=([^,]+),line=(\d+)/gm)];
    expect(annotated).toHaveLength(10);
    expect(annotated[0]?.slice(1)).toEqual(['api/app.py', '6']);
    expect(run.summary).toMatch(/\d+ findings have no annotation/);
  }, 120_000);

  it('broke no rule of the API', () => {
    expect(journal.violations()).toEqual([]);
  });
});

describe('what the repository suppresses', () => {
  let advisories: AdvisoryServices;
  let run: ActionRun;

  beforeAll(async () => {
    advisories = await startAdvisoryServices(mkdtempSync(join(tmpdir(), 'advisories-')));
    const { TRIVY_DB, OSV_URL } = advisories.variables;
    const workspace = vulnerableProject({
      '.trivyignore': 'CVE-2024-35195 exp:2999-02-03\nDS-0002 exp:2020-01-01\naws-access-key-id\n',
    });
    run = await runSecuritySarif(workspace, {
      scanners: 'bandit, semgrep, trivy, pip-audit',
      'semgrep-config': '.semgrep/rules.yml',
      'trivy-db': TRIVY_DB,
      'osv-url': OSV_URL,
      upload: 'off',
      'fail-on': 'none',
      ignore: [
        'B602 api/** until=2999-01-01 reason=leaves with the old API',
        'GHSA-8q59-q68h-6hv4 until=2020-01-01 reason=over',
        'B999 reason=nothing',
      ].join('\n'),
    });
  }, 300_000);
  afterAll(() => advisories.close());

  it('is in no SARIF file', () => {
    const files = (run.outputs['sarif-files'] ?? '').split('\n').map((file) => readFileSync(file, 'utf8'));
    expect(files).toHaveLength(4);
    const results = files.flatMap(
      (text) => (JSON.parse(text) as { runs: [{ results: { ruleId: string; locations: unknown }[] }] }).runs[0].results,
    );
    const rules = results.map(({ ruleId }) => ruleId);
    for (const rule of ['B602', 'CVE-2024-35195', 'aws-access-key-id']) expect(rules).not.toContain(rule);
    expect(JSON.stringify(results.filter(({ ruleId }) => ruleId === 'B307' || ruleId === 'no-eval'))).not.toContain(
      '"startLine":14',
    );
  });

  it.each([
    ['a mark for Bandit', /B307.*api\/app\.py:14\].*\\# nosec/],
    ['a mark for Semgrep', /no-eval.*api\/app\.py:14\].*\\# nosemgrep/],
    [
      'a .trivyignore, also for the other scanners that saw it',
      /CVE-2024-35195.*api\/requirements\.txt:2\].*\.trivyignore.*2999-02-03/,
    ],
    ['a .trivyignore for a secret', /aws-access-key-id.*\.trivyignore/],
    ['the input ignore, with its reason and end', /B602.*ignore.*leaves with the old API.*2999-01-01/],
  ])('is in the summary with what hides it: %s', (_, row) => {
    expect(run.summary).toMatch(row);
    expect(run.summary).toContain('5 findings suppressed');
  });

  it('comes back when its time is over, and that is said', () => {
    expect(run.log).toContain('The exception for DS-0002 ended on 2020-01-01; what it hid counts again (1 finding).');
    expect(run.log).toContain('::warning::The exception for GHSA-8q59-q68h-6hv4 ended on 2020-01-01;');
    expect(run.summary).toContain('Exceptions that matched nothing in this scan: B999');
  });
});

it('without vuln among trivy-scanners there is no run of dependencies, which would close alerts', async () => {
  const workspace = vulnerableProject();
  const run = await runSecuritySarif(workspace, { scanners: 'trivy', 'trivy-scanners': 'secret', upload: 'off' });
  expect(run.outputs['sarif-files']).toMatch(/^[^\n]*trivy\.sarif$/);
  expect(run.outputs['result']).toBe('findings');
}, 120_000);
