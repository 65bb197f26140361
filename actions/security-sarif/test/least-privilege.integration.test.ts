import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { confinedCommand, findConfinement, type Confinement, type Rights } from '../src/running/confinement.ts';
import { changedPaths, workspaceState } from '../src/running/workspace-state.ts';
import { findPython } from '../src/tools/python.ts';
import { childEnvironment, runProcess } from '@data-profiler-actions/action-kit';
import { pathWithTool } from './lying-tool.ts';
import { runSecuritySarif } from './run-action.ts';
import { vulnerableProject } from './vulnerable-project.ts';

const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'least-privilege-'));
const place = (name: string): string => join(folder, name);
let confinement: Confinement;
let server: Server;
let port: number;

beforeAll(async () => {
  for (const name of ['workspace/.git', 'home', 'scratch', 'temp/scratch']) mkdirSync(place(name), { recursive: true });
  writeFileSync(place('workspace/a.py'), 'x = 1\n');
  writeFileSync(place('workspace/.git/config'), 'token');
  writeFileSync(place('home/key'), 'key');
  writeFileSync(place('temp/event.json'), 'event');
  confinement = await findConfinement((await findPython(signal))?.command, signal);
  server = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.close();
});

/** What a shell says to some commands under a scanner's rights; each prints `yes` where it could do what it should not. */
async function attempt(script: string, change: Partial<Rights> = {}): Promise<string> {
  const rights: Rights = {
    read: [place('workspace')],
    write: [place('temp/scratch')],
    hidden: [place('home'), place('temp'), place('workspace/.git')],
    ports: [],
    ...change,
  };
  const command = confinedCommand(confinement, rights, ['/bin/bash', '-c', script]);
  const cwd = place('workspace');
  const run = await runProcess({ ...command, cwd, env: childEnvironment(), timeoutMs: 20_000, signal });
  return run.stdout.trim();
}

describe('a confined scanner', () => {
  it('is confined by the kernel on a machine that can', () => {
    expect(confinement.landlock).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['write to the workspace', 'echo x > a.py && echo yes'],
    ['make a file in it', 'touch new && echo yes'],
    ['remove one', 'rm a.py && echo yes'],
    ['make a folder in it', 'mkdir d && echo yes'],
    ['write beside it', `touch ${place('other')} && echo yes`],
    ['read a home', `cat ${place('home/key')} && echo yes`],
    ['read what else the job keeps', `cat ${place('temp/event.json')} && echo yes`],
    ['read the token in .git/config', 'cat .git/config && echo yes'],
    ['read the environment of the action', 'cat /proc/$PPID/environ > /dev/null && echo yes'],
    ['end the action', `kill -0 ${process.pid} && echo yes`],
    ['connect anywhere', 'exec 3<>/dev/tcp/127.0.0.1/PORT && echo yes'],
  ])('cannot %s', async (_, script) => {
    expect(await attempt(script.replace('PORT', String(port)))).toBe('');
  });

  it.each([
    ['read the workspace', 'cat a.py', 'x = 1'],
    ['list it', 'ls', 'a.py'],
    ['write to its scratch', `cd ${place('temp/scratch')} && mkdir -p d && echo good > d/f && cat d/f`, 'good'],
  ])('can %s', async (_, script, answer) => {
    expect(await attempt(script)).toBe(answer);
  });

  it('can connect to the ports that it needs', async () => {
    const script = `exec 3<>/dev/tcp/127.0.0.1/${port} && echo connected`;
    expect(await attempt(script, { ports: [port] })).toBe('connected');
  });
});

describe('a scanner', () => {
  const show = 'env | grep -v ^PATH >&2; exit 1';

  it('gets no token, secret or command file of the job, and its own key alone', async () => {
    const secrets = {
      GITHUB_TOKEN: 'secret-a',
      ACTIONS_RUNTIME_TOKEN: 'secret-b',
      AWS_SECRET_ACCESS_KEY: 'secret-c',
      DEPLOY_KEY: 'secret-d',
    };
    const inputs = { tools: 'system', upload: 'off', token: 'secret-e', 'safety-api-key': 'secret-key' };
    const bandit = await pathWithTool('bandit', show);
    const run = await runSecuritySarif(
      vulnerableProject(),
      { ...inputs, scanners: 'bandit' },
      { ...secrets, PATH: bandit },
    );
    expect(run.summary).toContain('HOME=');
    expect(run.summary).not.toMatch(/secret-[a-e]$|GITHUB_OUTPUT|GITHUB_ENV|INPUT_|ACTIONS_|SAFETY_API_KEY/m);
    const safety = await pathWithTool('safety', show);
    const keyed = await runSecuritySarif(
      vulnerableProject(),
      { ...inputs, scanners: 'safety' },
      { ...secrets, PATH: safety },
    );
    expect(keyed.summary).toContain('SAFETY_API_KEY=secret-key');
  });
});

describe('a workspace', () => {
  it('is the same to the last stamp after all that scanners did to it', async () => {
    const workspace = vulnerableProject();
    const before = workspaceState(workspace);
    const run = await runSecuritySarif(workspace, {
      scanners: 'bandit, semgrep',
      'semgrep-config': '.semgrep/rules.yml',
      upload: 'off',
    });
    expect(run.outputs['result']).toBe('findings');
    expect(changedPaths(before, workspaceState(workspace))).toEqual([]);
  });

  it('that was changed is told by the paths that were', () => {
    const workspace = vulnerableProject();
    const before = workspaceState(workspace);
    writeFileSync(join(workspace, 'api', 'app.py'), readFileSync(join(workspace, 'api', 'app.py')));
    mkdirSync(join(workspace, 'new'));
    expect(changedPaths(before, workspaceState(workspace))).toEqual(['api/app.py', 'new']);
  });
});
