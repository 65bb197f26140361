import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface ActionRun {
  readonly exitCode: number;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

const action = join(import.meta.dirname, '..');
const bundle = join(action, '..', '..', 'dist', 'security-sarif', 'index.js');
/** Scanners stay installed from one test run to the next, as they do on a runner that keeps its tool cache. */
export const toolCache =
  process.env['RUNNER_TOOL_CACHE'] ?? join(homedir(), '.cache', 'data-profiler-actions', 'scanners');

/** Starts the bundle as a runner does, on a push to main. `environment` is put over the runner's. */
export async function runSecuritySarif(
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const temp = mkdtempSync(join(tmpdir(), 'security-sarif-run-'));
  const file = (name: string): string => join(temp, name);
  for (const name of ['output', 'summary']) writeFileSync(file(name), '');
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...inputVariables(inputs),
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: toolCache,
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_REPOSITORY: 'org/app',
    ...indexVariables(),
    ...environment,
  };
  const { exitCode, log } = await start(env);
  return {
    exitCode,
    log,
    summary: readFileSync(file('summary'), 'utf8'),
    outputs: parseOutputs(readFileSync(file('output'), 'utf8')),
  };
}

/** The package index and its certificates are this machine's affair. */
function indexVariables(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) => /^(PIP_|UV_|SSL_CERT|REQUESTS_CA|HTTPS?_PROXY)/.test(name));
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}

/** What a runner makes of the manifest's defaults and the step's own inputs. */
function inputVariables(given: Readonly<Record<string, string>>): Record<string, string> {
  const manifest = parse(readFileSync(join(action, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  const entries = Object.entries(manifest.inputs).map(([name, { default: usual = '' }]) => [
    `INPUT_${name.toUpperCase()}`,
    given[name] ?? (usual.startsWith('${{') ? '' : usual),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function start(env: Record<string, string>): Promise<{ exitCode: number; log: string }> {
  if (!existsSync(bundle)) throw new Error('dist/security-sarif is missing: npm run build -- security-sarif');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bundle], { env });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (log += part.toString()));
    child.once('close', (code) => resolve({ exitCode: code ?? -1, log }));
  });
}

/** Reads the runner's file of outputs: `name<<MARK`, lines, `MARK`. */
function parseOutputs(text: string): Record<string, string> {
  const blocks = text.matchAll(/^(.+?)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...blocks].map(([, name = '', , value = '']) => [name, value]));
}
