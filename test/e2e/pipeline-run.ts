import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/tree.ts';

export interface ReportedStep {
  readonly name: string;
  readonly uses: string;
  readonly result: string;
  readonly seconds: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly files?: readonly { readonly title: string; readonly path: string }[];
}

export interface ReportedJob {
  readonly id: string;
  /** In which it ran. */
  readonly attempt: number;
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly result: string;
  readonly steps: readonly ReportedStep[];
  readonly annotations: readonly {
    readonly level: string;
    readonly file: string;
    readonly line: number;
    readonly message: string;
  }[];
}

/** What `report.json` holds. */
export interface Report {
  readonly result: string;
  readonly attempt: number;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly jobs: readonly ReportedJob[];
  readonly images: readonly {
    readonly name: string;
    readonly digest: string;
    readonly tags: readonly string[];
    readonly platforms: readonly string[];
  }[];
  readonly alerts: readonly {
    readonly tool: string;
    readonly rule: string;
    readonly file: string;
    readonly line: number;
    readonly severity: string;
  }[];
  readonly deployments: readonly {
    readonly environment: string;
    readonly state: string;
    readonly description: string;
  }[];
  readonly services: { readonly registry: string; readonly api: string };
}

export interface PipelineRun {
  readonly exitCode: number;
  readonly report: Report;
  /** Of the attempts before the last one. */
  readonly earlier: readonly Report[];
  /** The path of the page for people. */
  readonly page: string;
  readonly output: string;
}

const cli = join(root, 'packages', 'local-pipeline', 'src', 'cli.ts');

/** One `npm start` to its end. */
export async function runPipeline(...args: string[]): Promise<PipelineRun> {
  const { child, folder, output } = start(args);
  const [code] = (await once(child, 'close')) as [number | null];
  return collect(folder, output(), code ?? 1);
}

/** One `npm start --keep`, with `inspect` called while its services still answer. */
export async function withKeptPipeline(
  args: readonly string[],
  inspect: (run: Omit<PipelineRun, 'exitCode'>) => void,
): Promise<number> {
  const { child, folder, output } = start([...args, '--keep']);
  const closed = once(child, 'close') as Promise<[number | null]>;
  await Promise.race([untilPrinted(child, 'Services stay up'), closed]);
  try {
    inspect(collect(folder, output(), 0));
  } finally {
    child.kill('SIGINT');
  }
  return (await closed)[0] ?? 1;
}

function start(args: readonly string[]): { child: ChildProcess; folder: string; output: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-'));
  const flags = ['--disable-warning=ExperimentalWarning', cli, '--report', folder, ...args];
  const child = spawn(process.execPath, flags, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return { child, folder, output: () => chunks.join('') };
}

function untilPrinted(child: ChildProcess, words: string): Promise<void> {
  let seen = '';
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk: string) => {
      seen = (seen + chunk).slice(-10_000);
      if (seen.includes(words)) resolve();
    });
  });
}

function collect(folder: string, output: string, exitCode: number): PipelineRun {
  const file = join(folder, 'report.json');
  if (!existsSync(file))
    throw new Error(`npm start left no report.json (exit ${exitCode}). It printed:\n${output.slice(-6000)}`);
  const read = (name: string): Report => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Report;
  const report = read('report.json');
  const earlier = Array.from({ length: report.attempt - 1 }, (_, place) => read(`attempt-${place + 1}.json`));
  return { exitCode, output, page: join(folder, 'index.html'), report, earlier };
}
