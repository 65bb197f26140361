import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../src/options.ts';
import { eventPayload, fullRef, runRef } from '../src/run/event-payload.ts';
import { originName, repositoryName } from '../src/run/repository-name.ts';
import { makeScratchRepository } from '../src/run/scratch-repository.ts';
import { readWorkflow } from '../src/run/workflow/workflow-file.ts';

function repositoryWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-pipeline-test-'));
  mkdirSync(join(folder, '.github', 'workflows'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, '.github', 'workflows', name), text);
  return folder;
}

const two = `name: Two
jobs:
  first: {runs-on: big-machine, steps: [{id: named, name: Named, uses: a/b@v1}, {run: "echo one\\necho two"}]}
  second: {runs-on: '\${{ matrix.runner }}', needs: first, steps: []}
`;

describe('the command line', () => {
  it('has a default for everything', () => {
    expect(readOptions([], '/here')).toMatchObject({ event: 'push', ref: 'main', report: '/here/.pipeline/report' });
  });

  it('suggests the option that was meant', () => {
    expect(() => readOptions(['--evnt', 'push'])).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('Did you mean --event?') }),
    );
  });

  it('takes variables, and forks only with pull requests', () => {
    expect(readOptions(['--var', 'A=b=c', '--var', 'D='])).toMatchObject({ variables: { A: 'b=c', D: '' } });
    expect(() => readOptions(['--var', 'A'])).toThrow('--var "A" is not NAME=VALUE');
    expect(() => readOptions(['--from', 'fork'])).toThrow('goes with --event pull_request');
    expect(() => readOptions(['--from', 'frok'])).toThrow('--from "frok" is not one of member, fork, dependabot');
  });

  it('takes a number of attempts', () => {
    expect([readOptions([])?.attempts, readOptions(['--attempts', '3'])?.attempts]).toEqual([1, 3]);
    for (const wrong of ['0', '51', '-1', '1.5', 'two', ''])
      expect(() => readOptions([`--attempts=${wrong}`])).toThrow(`--attempts "${wrong}" is not a number from 1 to 50`);
  });

  it('refuses an event it can not pretend', () => {
    expect(() => readOptions(['--event', 'pul_request'])).toThrow('--event "pul_request" is not one of push');
  });
});

describe('the workflow', () => {
  it('is read with its jobs, labels and the names of its steps', () => {
    const workflow = readWorkflow(repositoryWith({ 'only.yml': two }), '');
    expect(workflow).toMatchObject({ path: '.github/workflows/only.yml', name: 'Two', jobIds: ['first', 'second'] });
    expect(workflow.labels).toContain('big-machine');
    expect(workflow.stepOf('first', 'named')).toEqual({ name: 'Named', uses: 'a/b@v1' });
    expect(workflow.stepOf('first', '1')).toEqual({ name: 'Run echo one', uses: '' });
  });

  it('has the jobs of the workflows it calls in place of the calls', () => {
    const caller = 'jobs: {whole: {uses: ./.github/workflows/called.yml}, last: {needs: whole, runs-on: x, steps: []}}';
    const workflow = readWorkflow(repositoryWith({ 'ci.yml': caller, 'called.yml': two }), 'ci');
    expect(workflow.jobIds).toEqual(['first', 'second', 'last']);
    expect(workflow.stepOf('first', 'named')).toEqual({ name: 'Named', uses: 'a/b@v1' });
  });

  it.each([
    ['permissions: {contents: read, packages: write}', undefined],
    ['permissions: write-all', undefined],
    ['', undefined],
    ['permissions: read-all', 'grants "packages: read"'],
    ['permissions: {contents: read}', 'grants "packages: none"'],
  ])('that it calls may ask for what the caller grants, as on GitHub: %s', (granted, refusal) => {
    const asks = `jobs: {publish: {permissions: {packages: write}, runs-on: x, steps: []}}`;
    const call = `{uses: ./.github/workflows/called.yml${granted && `, ${granted}`}}`;
    const folder = repositoryWith({ 'ci.yml': `jobs: {whole: ${call}}`, 'called.yml': asks });
    const read = (): unknown => readWorkflow(folder, 'ci');
    if (refusal === undefined) expect(read).not.toThrow();
    else expect(read).toThrow(refusal);
  });

  it('must have the job that is asked for', () => {
    expect(() => readWorkflow(repositoryWith({ 'ci.yml': two }), '', 'frist')).toThrow(
      'has no job "frist"; there are first, second',
    );
  });

  it('must not need jobs that are not there', () => {
    const text = 'jobs: {a: {needs: [z], runs-on: x}}';
    expect(() => readWorkflow(repositoryWith({ 'ci.yml': text }), '')).toThrow('job a needs "z", which is no job');
  });

  it('is asked for by name where there are several', () => {
    const folder = repositoryWith({ 'a.yml': two, 'b.yml': two });
    expect(() => readWorkflow(folder, '')).toThrow('several workflows');
    expect(readWorkflow(folder, 'b').path).toBe('.github/workflows/b.yml');
  });
});

const change = {
  repository: 'org/app',
  sha: 'b'.repeat(40),
  baseSha: 'a'.repeat(40),
  committedAt: '2026-01-01T00:00:00Z',
  from: 'member' as const,
  isPrivate: false,
  inputs: {},
};

describe('the event', () => {
  it('takes v1.2.3 for a tag and other names for branches', () => {
    expect(['main', 'v1.2.3', 'refs/heads/v2'].map(fullRef)).toEqual([
      'refs/heads/main',
      'refs/tags/v1.2.3',
      'refs/heads/v2',
    ]);
  });

  it('of a pull request is number 1 from a branch of the same repository', () => {
    const payload = eventPayload({ ...change, name: 'pull_request', ref: 'main' });
    expect(payload).toMatchObject({
      number: 1,
      pull_request: { head: { sha: change.sha, repo: { full_name: 'org/app' } }, base: { ref: 'main' } },
    });
    expect(runRef({ event: 'pull_request', ref: 'main' })).toBe('refs/pull/1/merge');
  });
});

describe('the repository’s name', () => {
  it.each([
    ['https://github.com/My-Org/app.git', 'My-Org/app'],
    ['https://token@github.example/org/app', 'org/app'],
    ['git@github.com:org/my.app.git', 'org/my.app'],
    ['ssh://git@github.com/org/app', 'org/app'],
    ['/srv/git/app', undefined],
    ['', undefined],
  ])('is read from the origin %s', (url, name) => {
    expect(originName(url)).toBe(name);
  });

  it('is the folder’s where it has no origin', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'local-pipeline-test-')), 'my app');
    mkdirSync(folder);
    expect(repositoryName(folder)).toBe('org/my-app');
  });
});

describe('a change of somebody else', () => {
  const request = { ...change, name: 'pull_request', ref: 'main' };

  it('comes from a fork', () => {
    const payload = eventPayload({ ...request, from: 'fork' });
    expect(payload).toMatchObject({ pull_request: { head: { repo: { full_name: 'a-stranger/app', fork: true } } } });
  });

  it('or from Dependabot, on a branch of the same repository', () => {
    const payload = eventPayload({ ...request, from: 'dependabot' });
    expect(payload).toMatchObject({
      sender: { login: 'dependabot[bot]' },
      pull_request: { head: { repo: { full_name: 'org/app' } } },
    });
  });
});

describe('the scratch repository', () => {
  it('is the same commit for the same files, without what a checkout would not have', () => {
    const source = repositoryWith({ 'ci.yml': two });
    mkdirSync(join(source, 'node_modules'));
    writeFileSync(join(source, 'node_modules', 'big.js'), '');
    const copies = ['one', 'two'].map((name) =>
      makeScratchRepository({
        source,
        folder: join(mkdtempSync(join(tmpdir(), 'local-pipeline-test-')), name),
        repository: 'org/app',
        ref: 'refs/heads/main',
      }),
    );
    expect(existsSync(join(copies[0]?.folder ?? '', '.github'))).toBe(true);
    expect(existsSync(join(copies[0]?.folder ?? '', 'node_modules'))).toBe(false);
    expect(copies[0]?.sha).toBe(copies[1]?.sha);
  });
});
