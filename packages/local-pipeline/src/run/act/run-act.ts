import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { childEnvironment } from '@data-profiler-actions/action-kit';
import { parseActLine, type ActLine } from './act-line.ts';

export interface ActRequest {
  /** Of the run, from 1. */
  readonly attempt: number;
  readonly event: string;
  readonly eventFile: string;
  readonly workflow: string;
  readonly job: string;
  readonly repository: string;
  readonly actor: string;
  readonly releaseTree: string;
  readonly labels: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly token: string;
  /** Added to what every step sees. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folders to put first on PATH. */
  readonly path: readonly string[];
  readonly scratch: string;
  readonly logFile: string;
  readonly signal: AbortSignal;
}

export interface ActEnd {
  readonly exitCode: number;
  /** What act itself said, outside its log. */
  readonly words: string;
}

/** Runs the workflow with act on this machine itself (no containers); every line of its log goes to `onLine` and to the log file, which holds all attempts. */
export async function runAct(request: ActRequest, folder: string, onLine: (line: ActLine) => void): Promise<ActEnd> {
  mkdirSync(dirname(request.logFile), { recursive: true });
  const log = createWriteStream(request.logFile, { flags: request.attempt === 1 ? 'w' : 'a' });
  const env = {
    ...childEnvironment(request.environment),
    ...request.environment,
    PATH: [...request.path, process.env['PATH'] ?? ''].join(':'),
  };
  const child = spawn('act', argumentsOf(request), {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  };
  request.signal.addEventListener('abort', stop, { once: true });
  const words: string[] = [];
  const take = (text: string): void => {
    log.write(`${text}\n`);
    const line = parseActLine(text);
    if (line) onLine(line);
    else if (text.trim() !== '') words.push(text);
  };
  createInterface({ input: child.stdout }).on('line', take);
  createInterface({ input: child.stderr }).on('line', take);
  const exitCode = await new Promise<number>((resolve, reject) =>
    child.once('error', reject).once('close', (code) => resolve(code ?? 1)),
  );
  request.signal.removeEventListener('abort', stop);
  log.end();
  return { exitCode, words: words.join('\n') };
}

function argumentsOf(request: ActRequest): string[] {
  const { event, eventFile, workflow, job, actor, scratch, releaseTree, token } = request;
  const pairs = (flag: string, record: Readonly<Record<string, string>>): string[] =>
    Object.entries(record).flatMap(([key, value]) => [flag, `${key}=${value}`]);
  const what = [event, '--json', '--workflows', workflow, '--eventpath', eventFile, '--actor', actor];
  const only = job === '' ? [] : ['--job', job];
  const machines = request.labels.flatMap((label) => ['--platform', `${label}=-self-hosted`]);
  const ours = ['--local-repository', `org/data-profiler-actions@v1=${releaseTree}`, '--action-offline-mode'];
  const isolation = ['--pull=false', '--container-daemon-socket', '-', '--no-cache-server'];
  const actions = ['--action-cache-path', join(scratch, 'act-actions')];
  const artifacts = ['--artifact-server-path', join(scratch, 'act-artifacts'), '--artifact-server-addr', '127.0.0.1'];
  const variables = pairs('--var', request.variables);
  const environment = pairs('--env', { ...request.environment, GITHUB_RUN_ATTEMPT: String(request.attempt) });
  const secrets = ['--secret', `GITHUB_TOKEN=${token}`];
  // Without these act would take up .secrets, .env, .vars and .input of the folder.
  const noFiles = ['secret', 'env', 'var', 'input'].flatMap((kind) => [`--${kind}-file`, '/dev/null']);
  return [what, only, machines, ours, isolation, actions, artifacts, variables, environment, secrets, noFiles].flat();
}
