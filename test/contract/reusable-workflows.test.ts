import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../../scripts/tree.ts';

interface Job {
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly { readonly id?: string; readonly run?: string; readonly shell?: string }[];
}
type Jobs = Readonly<Record<string, Job>>;

const text = (file: string): string => readFileSync(join(root, file), 'utf8');
const jobsOf = (yaml: string): Jobs => (parse(yaml) as { jobs?: Jobs } | undefined)?.jobs ?? {};
const yamlIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml = '']) => yaml);

const callers: [string, string[]][] = [
  ...['README.md', 'docs/quick-start.md'].map((file): [string, string[]] => [file, yamlIn(text(file))]),
  ...['pipeline.yml', 'deploy.yml'].map((name): [string, string[]] => {
    const file = `examples/data-profiler/.github/workflows/${name}`;
    return [file, [text(file)]];
  }),
];

describe('a caller shown to users', () => {
  // GitHub does not start a run whose called jobs ask for more than the caller grants.
  it.each(callers)('in %s grants what the called jobs ask for', (_, documents) => {
    const calls = documents
      .flatMap((yaml) => Object.values(jobsOf(yaml)))
      .filter(({ uses }) => /\/workflows\/(?:pipeline|deploy)\.yml@/.test(uses ?? ''));
    expect(calls.length).toBeGreaterThan(0);
    for (const { uses = '', permissions: granted } of calls) {
      const called = jobsOf(text(/\.github\/.*\.yml/.exec(uses)?.[0] ?? ''));
      for (const { permissions } of Object.values(called)) expect(granted).toMatchObject(permissions ?? {});
    }
  });
});

describe('the caller in the README', () => {
  it('is the whole workflow in at most 15 lines', () => {
    const caller = yamlIn(text('README.md')).find((yaml) => yaml.includes('/pipeline.yml@')) ?? '';
    expect(Object.keys(parse(caller) as object)).toEqual(['name', 'on', 'permissions', 'jobs']);
    expect(caller.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
  });
});

/** The step of deploy.yml that records a move, against a GitHub that answers with `status`. */
async function record(status: number): Promise<{ code: number | null; log: string; output: string }> {
  const step = jobsOf(text('.github/workflows/deploy.yml'))['deploy']?.steps?.find(({ id }) => id === 'record');
  const output = join(mkdtempSync(join(tmpdir(), 'record-')), 'output');
  writeFileSync(output, '');
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(status).end(status === 201 ? '{"id": 7}' : '{"message": "Resource not accessible"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const env = {
    PATH: process.env['PATH'],
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_REPOSITORY: 'acme/app',
    GITHUB_SHA: '1a2b3c4',
    GITHUB_OUTPUT: output,
    TOKEN: 't',
    ENVIRONMENT: 'production',
    STATE: 'success',
    SOURCE: 'main',
    RUN: 'https://github.com',
    MOVES: '{"promoted": [{"image": "ghcr.io/acme/api", "tag": "production", "from": "sha256:aa", "to": "sha256:bb"}]}',
  };
  const shell = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? ''];
  const { code, log } = await new Promise<{ code: number | null; log: string }>((resolve) => {
    const child = execFile('bash', shell, { env }, (_, log) => {
      resolve({ code: child.exitCode, log });
    });
  });
  server.close();
  return { code, log, output: readFileSync(output, 'utf8') };
}

describe('the record of a deployment', () => {
  it('names what moved and the way back', async () => {
    const { code, log, output } = await record(201);
    expect(code).toBe(0);
    expect(log).toContain('Recorded deployment 7 of production: success');
    expect(output).toContain('ghcr.io/acme/api@sha256:aa');
  });

  it('that GitHub refuses is red with GitHub’s reason, and still tells the way back', async () => {
    const { code, log, output } = await record(403);
    expect(code).toBe(1);
    expect(log).toContain('GitHub refused the record: Resource not accessible');
    expect(output).toContain('ghcr.io/acme/api@sha256:aa');
  });
});

describe.each(['pipeline.yml', 'deploy.yml'])('%s', (name) => {
  it('names the shell of every script: the default one overlooks a failed pipe', () => {
    const scripts = Object.values(jobsOf(text(`.github/workflows/${name}`)))
      .flatMap(({ steps }) => steps ?? [])
      .filter(({ run }) => run !== undefined);
    expect(scripts.map(({ shell }) => shell)).toEqual(scripts.map(() => 'bash'));
  });
});
