import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface ActionRun {
  readonly exitCode: number;
  /** Ended by a signal. */
  readonly killed: boolean;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** RUNNER_TEMP of the run: what it left behind lies there. */
  readonly temp: string;
  readonly seconds: number;
}

/** A run on its way. */
export interface StartedRun {
  readonly process: ChildProcess;
  /** Resolves once the log holds the words; rejects when the run ends before. */
  saw(words: RegExp): Promise<void>;
  readonly done: Promise<ActionRun>;
}

export interface RunRequest {
  /** Parent of the run's own folder. */
  readonly scratch: string;
  readonly workspace: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Over the usual context of a push to main. */
  readonly environment: Readonly<Record<string, string>>;
}

const action = join(import.meta.dirname, '..', '..');
const bundle = join(action, '..', '..', 'dist', 'buildx-multiarch', 'index.js');

/** Starts the bundle as a runner does. */
export function startRun({ scratch, workspace, inputs, environment }: RunRequest): StartedRun {
  const temp = mkdtempSync(join(scratch, 'run-'));
  const [output, summary] = [join(temp, 'output'), join(temp, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  const env = {
    ...inputVariables(inputs),
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_REPOSITORY: 'org/app',
    GITHUB_ACTOR: 'octo',
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_TEMP: temp,
    HOME: temp,
    PATH: process.env['PATH'] ?? '',
    SOURCE_DATE_EPOCH: '1700000000',
    ...environment,
  };
  const started = performance.now();
  const child = spawn(process.execPath, [bundle], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const watchers = new Set<() => void>();
  const take = (chunk: Buffer): void => {
    log += chunk.toString('utf8');
    for (const look of watchers) look();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const done = new Promise<ActionRun>((resolve) => {
    child.once('close', (code, signal) =>
      resolve({
        exitCode: code ?? -1,
        killed: signal !== null,
        log,
        summary: readFileSync(summary, 'utf8'),
        outputs: readOutputs(readFileSync(output, 'utf8')),
        temp,
        seconds: (performance.now() - started) / 1000,
      }),
    );
  });
  const saw = (words: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!words.test(log)) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
      void done.then((run) => reject(new Error(`the run ended before it said ${String(words)}:\n${run.log}`)));
    });
  return { process: child, saw, done };
}

/** What a runner makes of the manifest's defaults and the step's own inputs. */
function inputVariables(given: Readonly<Record<string, string>>): Record<string, string> {
  const manifest = parse(readFileSync(join(action, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  return Object.fromEntries(
    Object.entries(manifest.inputs).map(([name, { default: fallback = '' }]) => {
      const usual = fallback.includes('${{') ? '' : fallback;
      return [`INPUT_${name.toUpperCase()}`, given[name] ?? usual];
    }),
  );
}

function readOutputs(text: string): Record<string, string> {
  const entries = [...text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)];
  return Object.fromEntries(entries.map((entry) => [entry[1] ?? '', entry[3] ?? '']));
}
