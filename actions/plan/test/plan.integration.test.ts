import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startApiService, type ApiService } from '../../../packages/local-pipeline/src/services/api/api-service.ts';
import { scriptFaults, type Fault } from '../../../packages/local-pipeline/src/services/faults.ts';
import { createJournal } from '../../../packages/local-pipeline/src/services/journal.ts';
import type { EarlierRun, RepositoryState } from '../../../packages/local-pipeline/src/services/index.ts';

const bundle = join(import.meta.dirname, '../../../dist/plan/index.js');
const images = 'api context=api file=api/Dockerfile.api';

interface Planned {
  readonly status: number | null;
  readonly log: string;
  readonly output: (name: string) => string;
  readonly summary: string;
}

interface World {
  readonly event?: Readonly<Record<string, unknown>>;
  readonly eventName?: string;
  readonly ref?: string;
  readonly api?: string;
  readonly repository?: string;
}

/** Starts the bundle as a runner does, in a workspace with one Dockerfile. */
async function start(inputs: Readonly<Record<string, string>>, world: World = {}): Promise<Planned> {
  const home = mkdtempSync(join(tmpdir(), 'plan-'));
  mkdirSync(join(home, 'api'));
  for (const [file, text] of [
    ['api/Dockerfile.api', 'FROM scratch\n'],
    ['out', ''],
    ['summary', ''],
    ['event.json', JSON.stringify(world.event ?? {})],
  ] as const)
    writeFileSync(join(home, file), text);
  const defaults = {
    platforms: 'linux/amd64, linux/arm64',
    'python-versions': '3.10, 3.11, 3.12',
    strategy: 'auto',
    registry: 'ghcr.io',
    'publish-branches': 'main, develop',
  };
  const given = Object.entries<string>({ ...defaults, ...inputs });
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    GITHUB_WORKSPACE: home,
    GITHUB_OUTPUT: join(home, 'out'),
    GITHUB_STEP_SUMMARY: join(home, 'summary'),
    GITHUB_EVENT_PATH: join(home, 'event.json'),
    GITHUB_EVENT_NAME: world.eventName ?? 'push',
    GITHUB_REF: world.ref ?? 'refs/heads/main',
    GITHUB_REPOSITORY: world.repository ?? 'org/app',
    GITHUB_WORKFLOW_REF: 'org/app/.github/workflows/ci.yml@refs/heads/main',
    GITHUB_API_URL: world.api ?? 'http://127.0.0.1:1',
  };
  const child = spawn(process.execPath, [bundle], { env });
  const chunks: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const [status] = (await once(child, 'close')) as [number | null];
  const outputs = readFileSync(join(home, 'out'), 'utf8');
  return {
    status,
    log: chunks.join(''),
    output: (name) => new RegExp(`^${name}<<(\\S+)\\n([\\s\\S]*?)\\n\\1$`, 'm').exec(outputs)?.[2] ?? '',
    summary: readFileSync(join(home, 'summary'), 'utf8'),
  };
}

const running: ApiService[] = [];
afterEach(async () => {
  for (const api of running.splice(0)) await api.server.close();
});

async function serveApi(state: RepositoryState, faults: readonly Fault[] = []): Promise<string> {
  const options = { repository: 'org/app', token: 'secret', journal: createJournal(), state };
  const api = await startApiService({ ...options, faults: scriptFaults(faults) });
  running.push(api);
  return api.server.url;
}

describe('the bundle of plan', () => {
  it('plans a push to main', async () => {
    const { status, output, summary } = await start({ images });
    expect(status).toBe(0);
    expect(output('build-matrix')).toContain('"platform":"linux/arm64","runner":"ubuntu-24.04-arm"');
    expect(output('python-versions')).toBe('["3.10","3.11","3.12"]');
    expect(output('skip')).toBe('[]');
    expect(summary).toContain('```mermaid');
  });

  it('names every mistake at once and sets nothing', async () => {
    const { status, log, output } = await start({
      images: 'api context=api',
      runners: 'heavy=[self-hosted',
      'builds-per-day': '-3',
      platforms: 'linux/amd64, windows/amd64',
      paths: 'api',
      'billing-plan': 'teams',
    });
    expect(status).toBe(1);
    expect(output('publish')).toBe('');
    for (const input of ['images', 'runners', 'builds-per-day', 'platforms', 'paths', 'billing-plan'])
      expect(log).toContain(`Input "${input}"`);
  });

  it('names images in lower case, whatever capitals the owner has', async () => {
    const { output, summary } = await start({ images }, { repository: 'My-Org/App' });
    expect(output('image-namespace')).toBe('ghcr.io/my-org/app');
    expect(summary).toContain('yes, to `ghcr.io/my-org/app`');
  });

  it('refuses a repository’s name that no registry takes, before anything is built', async () => {
    const { log } = await start({ images }, { repository: 'org/.github' });
    expect(log).toContain('"org/.github" is no path that a registry takes');
    expect((await start({ images, 'image-prefix': 'org/site' }, { repository: 'org/.github' })).status).toBe(0);
  });

  it('refuses a platform that nothing builds', async () => {
    const { log } = await start({ images, platforms: 'linux/amd64, windows/amd64' });
    expect(log).toContain('"windows/amd64", which no hosted runner builds and nothing emulates');
  });
});

describe('plan with a token', () => {
  const hosted = ['ubuntu-24.04'];
  const run: EarlierRun = {
    event: 'push',
    conclusion: 'success',
    jobs: [
      { name: 'pipeline / Test: API', labels: hosted, minutes: 3.2 },
      { name: 'pipeline / Build: api linux/amd64', labels: hosted, minutes: 6 },
      { name: 'pipeline / Build: api linux/arm64', labels: ['ubuntu-24.04-arm'], minutes: 8 },
      { name: 'pipeline / Publish: api', labels: hosted, minutes: 0.4 },
    ],
  };
  const isPrivate = { repository: { private: true, default_branch: 'main' } };

  it('measures its own earlier runs and chooses runners by them', async () => {
    const api = await serveApi({ earlierRuns: Array.from({ length: 3000 }, () => run) });
    const runners = 'heavy=[self-hosted, linux, x64]\nlinux/arm64=[self-hosted, linux, arm64]';
    const { output, summary } = await start({ images, token: 'secret', runners }, { api, event: isPrivate });
    expect(JSON.parse(output('cost'))).toMatchObject({
      buildsPerDay: 100,
      assumed: false,
      figures: { nativeMinutes: { value: 7, from: 'earlier runs' }, lightMinutes: { value: 4, from: 'earlier runs' } },
    });
    expect(output('strategy')).toBe('self-hosted');
    expect(summary).toContain('7 (measured)');
  });

  it('lets what is given win over what was measured', async () => {
    const api = await serveApi({ earlierRuns: [run] });
    const { output } = await start({ images, token: 'secret', 'builds-per-day': '7' }, { api, event: isPrivate });
    expect(JSON.parse(output('cost'))).toMatchObject({ figures: { buildsPerDay: { value: 7, from: 'input' } } });
  });

  it('warns of labels that no registered runner carries', async () => {
    const api = await serveApi({ runners: [{ name: 'box', labels: ['self-hosted', 'linux', 'x64'], online: true }] });
    const { log, status } = await start(
      { images, token: 'secret', strategy: 'self-hosted' },
      { api, event: isPrivate },
    );
    expect(status).toBe(0);
    expect(log).toContain('::warning::No runner with the labels [self-hosted, linux, arm64]');
  });

  it('assumes what it may not read, and says so', async () => {
    const api = await serveApi({}, [{ path: /actions\/workflows/, status: 403 }]);
    const { status, summary } = await start({ images, token: 'secret' }, { api });
    expect(status).toBe(0);
    expect(summary).toContain('HTTP 403');
  });
});

describe('plan of a pull request', () => {
  const paths = 'api=api/**\nweb=web/**';

  it.each([
    ['a job’s files', ['api/app.py'], '["web"]'],
    ['a file of nobody', ['api/app.py', 'Makefile'], '[]'],
  ])('with %s leaves out what may be left out', async (_, files, skip) => {
    const { checkout, base, head } = commits(files);
    const api = await serveApi({ checkout });
    const pull = { number: 1, base: { sha: base, ref: 'main' }, head: { sha: head, repo: { full_name: 'fork/app' } } };
    const world = { api, eventName: 'pull_request', ref: 'refs/pull/1/merge', event: { pull_request: pull } };
    const { output } = await start({ images, paths, token: 'secret' }, world);
    expect(output('skip')).toBe(skip);
    expect(output('publish')).toBe('false');
  });
});

function commits(files: readonly string[]): { checkout: string; base: string; head: string } {
  const checkout = mkdtempSync(join(tmpdir(), 'plan-'));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.invalid', ...args], {
      cwd: checkout,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '-m', 'Before');
  const base = git('rev-parse', 'HEAD');
  for (const file of files) {
    mkdirSync(join(checkout, file, '..'), { recursive: true });
    writeFileSync(join(checkout, file), '');
  }
  git('add', '.');
  git('commit', '--quiet', '-m', 'After');
  return { checkout, base, head: git('rev-parse', 'HEAD') };
}
