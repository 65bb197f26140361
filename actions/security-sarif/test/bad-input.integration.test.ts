import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runSecuritySarif, type ActionRun } from './run-action.ts';
import { vulnerableProject } from './vulnerable-project.ts';

/** Red before any scanner began: no result, no file, no upload. */
function expectRefusal(run: ActionRun, ...words: string[]): void {
  for (const each of words) expect(run.log).toContain(each);
  expect(run.exitCode).toBe(1);
  expect(run.outputs).toEqual({});
  expect(run.log).not.toMatch(/begins$/m);
}

describe('what is wrong in the inputs', () => {
  it('is told all at once, each with the value and what is allowed', async () => {
    const run = await runSecuritySarif(vulnerableProject(), {
      scanners: 'bandit, tryvy',
      tools: 'latest',
      'fail-on': 'hihg',
      'working-directory': '../elsewhere',
      ignore: 'B101\nB102 until=tomorrow reason=x',
      category: 'api\u0007',
      'osv-url': 'https://osv',
      'timeout-minutes': 'soon',
    });
    expectRefusal(
      run,
      '8 inputs are wrong',
      '"tryvy" (did you mean trivy?)',
      'must be one of pinned, system; got "latest"',
      'did you mean high?',
      'must be a relative path inside the workspace; got "../elsewhere"',
      'gives no reason',
      'no day: tomorrow',
      'holds a control character',
      'ending in /v1/query',
      'must be a number from 0.1 to 360',
    );
  });

  it('is told all at once where only the files tell', async () => {
    const workspace = vulnerableProject();
    symlinkSync('/usr/lib', join(workspace, 'out'));
    const run = await runSecuritySarif(workspace, {
      scanners: 'bandit',
      paths: 'api, out, missing, --recursive',
      requirements: 'no.txt',
      'trivy-db': 'no-db',
      'safety-db': 'no-db',
      'semgrep-config': '--dryrun',
      image: 'ghcr.io/Org/App',
    });
    expectRefusal(
      run,
      '"out", a link that leads out of the workspace',
      '"missing", which does not exist',
      'scanners would take it for an option',
      '"no.txt", which does not exist',
      'no-db/db/metadata.json',
      'no-db/insecure_full.json',
      'Input "semgrep-config" must not begin with "-"',
      'must be lower-case: ghcr.io/org/app',
      'Input "image" needs trivy among the scanners',
    );
  });
});

describe('an input that would make a scan prove nothing', () => {
  it.each<[Record<string, string>, string]>([
    [{ scanners: 'trivy', 'trivy-scanners': '' }, '"trivy-scanners" must name at least one of vuln, misconfig, secret'],
    [
      { scanners: 'semgrep', 'semgrep-config': 'no/rules.yml' },
      '"semgrep-config" names "no/rules.yml", which does not exist',
    ],
    [{ scanners: 'semgrep', 'semgrep-config': '../rules.yml' }, '"../rules.yml", which is outside the workspace'],
    [{ 'working-directory': 'api/app.py', paths: 'src' }, '"working-directory" names "api/app.py", which is no folder'],
    [{ ignore: 'B101 reason=later until=2030-01-01' }, 'has its until= within the reason'],
    [{ requirements: 'api' }, '"requirements" names "api", a folder; name the files in it'],
    [{ category: 'x'.repeat(201) }, '"category" has 201 characters; at most 200 are allowed'],
    [{ 'fail-on': 'hihg', 'trivy-db': 'no-db' }, 'no-db/db/metadata.json'],
  ])('is refused: %j', async (inputs, words) => {
    expectRefusal(await runSecuritySarif(vulnerableProject(), inputs), words);
  });
});

describe('a file of dependencies', () => {
  const audit = { scanners: 'pip-audit', upload: 'off' };

  it('that is a link out of the workspace is refused, and nothing of it is shown', async () => {
    const workspace = vulnerableProject({ 'api/requirements-dev.txt': '' });
    symlinkSync('/etc/passwd', join(workspace, 'api', 'requirements-dev.txt'));
    const run = await runSecuritySarif(workspace, audit);
    expectRefusal(run, 'api/requirements-dev.txt is a link that leads out of the workspace');
    expect(run.log + run.summary).not.toContain('root:');
  });

  it('that is a link within the workspace is followed', async () => {
    const workspace = vulnerableProject({ 'api/requirements-dev.txt': '' });
    symlinkSync('requirements.txt', join(workspace, 'api', 'requirements-dev.txt'));
    const run = await runSecuritySarif(workspace, { ...audit, 'osv-url': 'http://127.0.0.1:9/v1/query' });
    expect(run.log).toContain('requirements: api/requirements-dev.txt');
  });

  it('of 2 GB is refused', async () => {
    const workspace = vulnerableProject();
    truncateSync(join(workspace, 'api', 'requirements.txt'), 2e9);
    expectRefusal(await runSecuritySarif(workspace, audit), 'api/requirements.txt is 2000 MB large');
  });
});

it('a database of Safety that is far too large is refused', async () => {
  const workspace = vulnerableProject({ 'db/insecure.json': '{}', 'db/insecure_full.json': '{}' });
  writeFileSync(join(workspace, 'db', 'insecure_full.json'), '');
  truncateSync(join(workspace, 'db', 'insecure_full.json'), 2e9);
  const run = await runSecuritySarif(workspace, { scanners: 'safety', 'safety-db': 'db' });
  expectRefusal(run, 'holds 2000 MB; at most 512 MiB are read');
});
