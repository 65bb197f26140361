import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const cached = join(homedir(), '.cache', 'data-profiler-actions', 'test-projects', 'web-build-vite-7.3.8');

const manifest = {
  name: 'small-site',
  version: '1.0.0',
  private: true,
  type: 'module',
  scripts: { lint: 'node lint.js', build: 'vite build' },
  devDependencies: { vite: '7.3.8' },
};

const sources: Readonly<Record<string, string>> = {
  'index.html':
    '<!doctype html>\n<link rel="icon" href="/icon.svg">\n<a href="/about">About</a>\n<script type="module" src="/src/main.js"></script>\n',
  'public/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'src/main.js': 'import "./main.css";\nimport("./lazy.js").then(({ lazy }) => lazy());\n',
  'src/lazy.js': 'import "./lazy.css";\nexport const lazy = () => document.body.append("lazy");\n',
  'src/main.css': 'body { color: black; background: url(/icon.svg) }\n',
  'src/lazy.css': 'p { color: red }\n',
  'lint.js': '',
};

/** A workspace whose folder `web` is a real Vite project, with `changes` written over it. The lock file is made once and kept. */
export function smallSite(changes: Readonly<Record<string, string>> = {}): string {
  const lock = join(cached, 'package-lock.json');
  if (!existsSync(lock)) {
    mkdirSync(cached, { recursive: true });
    writeFileSync(join(cached, 'package.json'), JSON.stringify(manifest));
    const made = spawnSync('npm', ['install', '--package-lock-only'], { cwd: cached, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`npm could not make a lock file: ${made.stderr}`);
  }
  const workspace = mkdtempSync(join(tmpdir(), 'web-build-workspace-'));
  const files = { 'package.json': JSON.stringify(manifest), ...sources, ...changes };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, 'web', file)), { recursive: true });
    writeFileSync(join(workspace, 'web', file), text);
  }
  cpSync(lock, join(workspace, 'web', 'package-lock.json'));
  return workspace;
}

export interface ActionRun {
  readonly exitCode: number | null;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Starts the bundle as a runner would: inputs with the manifest's defaults, files for outputs and summary. */
export function runWebBuild(
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): ActionRun {
  const runner = runnerOf(workspace, inputs, env);
  const run = spawnSync(process.execPath, [bundle], { encoding: 'utf8', env: runner.env });
  return runner.ended(run.status, run.stdout + run.stderr);
}

/** The same, for tests whose own process must answer meanwhile. */
export async function runWebBuildBeside(
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const runner = runnerOf(workspace, inputs, env);
  const child = spawn(process.execPath, [bundle], { env: runner.env });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return runner.ended(exitCode, log);
}

const bundle = join(root, 'dist', 'web-build', 'index.js');

function runnerOf(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): { env: Record<string, string>; ended: (exitCode: number | null, log: string) => ActionRun } {
  const temp = mkdtempSync(join(tmpdir(), 'web-build-temp-'));
  const outputFile = join(temp, 'output');
  const summaryFile = join(temp, 'summary');
  for (const file of [outputFile, summaryFile]) writeFileSync(file, '');
  const given = { ...defaults, 'working-directory': 'web', ...inputs };
  return {
    env: {
      ...ownEnvironment(),
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: summaryFile,
      RUNNER_TEMP: temp,
      ...env,
    },
    ended: (exitCode, log) => {
      const outputs = readFileSync(outputFile, 'utf8').matchAll(/^(\S+?)<<(\S+)\n([\s\S]*?)\n\2$/gm);
      return {
        exitCode,
        log,
        summary: readFileSync(summaryFile, 'utf8'),
        outputs: Object.fromEntries([...outputs].map(([, name = '', , value = '']) => [name, value])),
      };
    },
  };
}

/** This process's environment without what npm, which started the tests, set for itself: `npm run -s` would silence the npm under test. */
export function ownEnvironment(): Record<string, string> {
  const own = Object.entries(process.env).filter(([name, value]) => value !== undefined && !name.startsWith('npm_'));
  return Object.fromEntries(own) as Record<string, string>;
}

const defaults = {
  'package-manager': 'auto',
  base: '/',
  cache: 'auto',
  baseline: 'auto',
  smoke: 'off',
  'timeout-minutes': '5',
};
