import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { scriptFaults, type Fault } from '../../../packages/local-pipeline/src/services/faults.ts';
import { createJournal, type Journal } from '../../../packages/local-pipeline/src/services/journal.ts';
import { startResultsService } from '../../../packages/local-pipeline/src/services/results/results-service.ts';
import { startCodecovService, type CodecovService } from './codecov/codecov-service.ts';
import { runActionOn, type ActionRun } from './fixtures/run-action.ts';

const repository = 'octo/shop';
const token = 'c0decafe-0000-4000-8000-000000000000';
const head = 'a'.repeat(40);
const merge = 'b'.repeat(40);

const files = {
  'api/shop/__init__.py': 'def one():\n    return 1\ndef two():\n    return 2\n',
  'api/tests/unit/test_one.py': 'from shop import one\ndef test_one():\n    assert one() == 1\n',
  'api/tests/integration/test_two.py': 'from shop import two\ndef test_two():\n    assert two() == 2\n',
  'api/pytest.ini': '[pytest]\npythonpath = .\n',
};

interface Lab {
  readonly codecov: CodecovService;
  readonly journal: Journal;
  readonly env: Readonly<Record<string, string>>;
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function startLab(options: { faults?: Fault[]; isPrivate?: boolean; oidc?: boolean } = {}): Promise<Lab> {
  const journal = createJournal();
  const faults = scriptFaults(options.faults ?? []);
  const folder = mkdtempSync(join(tmpdir(), 'codecov-'));
  const run = { repository, actor: 'o', ref: 'refs/heads/main', sha: head, runBackendId: 'r', jobBackendId: 'j' };
  const results = await startResultsService({
    ...{ cacheDirectory: join(folder, 'cache'), artifactDirectory: join(folder, 'artifacts'), run },
    ...{ journal, faults },
  });
  const issuer = results.server.url;
  const { isPrivate = false } = options;
  const codecov = await startCodecovService({ repository, token, isPrivate, issuer, journal, faults });
  open.push(results.server, codecov.server);
  const identity = {
    ACTIONS_ID_TOKEN_REQUEST_URL: results.idTokenUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: results.idTokenRequestToken,
  };
  return { codecov, journal, env: { CODECOV_URL: codecov.server.url, ...(options.oidc && identity) } };
}

const push = {
  ...{ GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_SHA: head, GITHUB_REPOSITORY: repository },
  ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_RUN_ID: '7', GITHUB_ACTOR: 'octocat' },
};

function pullRequest(from: string, isPrivate = false): { event: string; env: Record<string, string> } {
  const pull = {
    number: 5,
    base: { sha: 'c'.repeat(40), ref: 'main' },
    head: { sha: head, ref: 'topic', repo: { full_name: from } },
  };
  return {
    event: JSON.stringify({ pull_request: pull, repository: { private: isPrivate } }),
    env: { ...push, GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/5/merge', GITHUB_SHA: merge },
  };
}

function run(
  lab: Lab,
  inputs: Record<string, string>,
  env: Record<string, string> = push,
  event = '{}',
): Promise<ActionRun> {
  return runActionOn(
    { ...files, 'event.json': event },
    { 'working-directory': 'api', codecov: 'auto', ...inputs },
    { ...lab.env, CODECOV_TOKEN: '', ...env, GITHUB_EVENT_PATH: 'event.json' },
  );
}

describe('Codecov', () => {
  it('gets each suite under its flag, with paths from the repository’s root, and never the token on a command line', async () => {
    const lab = await startLab();
    const done = await run(lab, { codecov: 'required', 'codecov-token': token });
    expect(done.log).toContain('Codecov: coverage of unit uploaded');
    expect(done.exitCode).toBe(0);
    const uploads = lab.codecov.uploads();
    expect(uploads.map(({ flags, commit, branch, authorization }) => [flags, commit, branch, authorization])).toEqual([
      [['integration'], head, 'main', 'token'],
      [['unit'], head, 'main', 'token'],
    ]);
    expect(uploads.map(({ files: [file] }) => /filename="[^"]+"/.exec(file?.text ?? '')?.[0])).toEqual([
      'filename="api/shop/__init__.py"',
      'filename="api/shop/__init__.py"',
    ]);
    expect(uploads[0]?.files[0]?.text).toContain('<line number="4" hits="1" />');
    expect(uploads[1]?.files[0]?.text).toContain('<line number="4" hits="0" />');
    expect(lab.journal.violations()).toEqual([]);
    expect(done.log.replaceAll(`::add-mask::${token}`, '')).not.toContain(token);
  });

  it('gets the head commit of a pull request, not the merge commit, and knows the job by its identity', async () => {
    const lab = await startLab({ oidc: true, isPrivate: true });
    const { event, env } = pullRequest(repository, true);
    const done = await run(lab, { codecov: 'required' }, env, event);
    expect(done.exitCode).toBe(0);
    expect(lab.codecov.uploads()[0]).toMatchObject({
      ...{ commit: head, branch: 'topic', pullRequest: '5', authorization: 'identity' },
    });
    expect(lab.journal.violations()).toEqual([]);
  });

  it('takes the branch of a fork without a token', async () => {
    const lab = await startLab();
    const { event, env } = pullRequest('stranger/shop');
    const done = await run(lab, { codecov: 'required' }, env, event);
    expect(done.exitCode).toBe(0);
    expect(lab.codecov.uploads()[0]).toMatchObject({ commit: head, branch: 'stranger:topic', authorization: 'none' });
  });

  it('that refuses a fork leaves the step green, with one notice', async () => {
    const lab = await startLab({ isPrivate: true });
    const { event, env } = pullRequest('stranger/shop');
    const done = await run(lab, { codecov: 'required' }, env, event);
    expect(done.exitCode).toBe(0);
    expect(done.log).toMatch(
      /::notice::Coverage was not uploaded to Codecov: integration: .*Token required because branch is protected/,
    );
  });

  it('that refuses the token is a warning, or red where the upload is required', async () => {
    const lab = await startLab();
    const auto = await run(lab, { 'codecov-token': 'wrong' });
    expect(auto.exitCode).toBe(0);
    expect(auto.log).toMatch(/::warning::Coverage was not uploaded to Codecov: integration: .*invalid token/);
    const required = await run(lab, { codecov: 'required', 'codecov-token': 'wrong' });
    expect(required).toMatchObject({ exitCode: 1, outputs: { result: 'failed' } });
    expect(required.log).toContain('::error::Coverage was not uploaded to Codecov');
  });

  it('that stumbles is tried again by its command line', async () => {
    const lab = await startLab({
      faults: [{ service: 'codecov', method: 'POST', path: /upload-coverage/, status: 503 }],
    });
    const done = await run(lab, { codecov: 'required', 'codecov-token': token });
    expect(done.exitCode).toBe(0);
    expect(lab.codecov.uploads()).toHaveLength(2);
  });
});
