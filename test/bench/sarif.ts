import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cached } from '../../packages/local-pipeline/src/tools/cache-folder.ts';
import { runTool } from '../../packages/local-pipeline/src/tools/run-tool.ts';
import { root } from '../../scripts/tree.ts';
import { median } from './median.ts';
import { sizes, writeCorpus } from './sarif/corpus.ts';
import { measured, type Measured } from './sarif/measured.ts';

const rounds = 3;
const budget = { seconds: 2, megabytes: 300 } as const;
const multitoolVersion = '5.7.0';

interface Ours {
  readonly findings: number;
  readonly problems: readonly string[];
  readonly normalised: number;
  readonly whole: number;
  readonly gzipBytes: number;
}

/** 25,000 findings of four scanners: read, unite, fingerprint, validate and gzip; beside Microsoft's SARIF multitool, which merges and fingerprints ready SARIF. */
export async function benchSarif(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sarif-'));
  writeCorpus(folder);
  const multitool = await obtainMultitool();
  const script = await bundle();
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  const whole: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const run = measured([process.execPath, script, folder]);
    const told = JSON.parse(run.stdout) as Ours;
    if (told.findings !== sizes.bandit + sizes.semgrep + sizes.dependencies || told.problems.length > 0)
      throw new Error(`${told.findings} findings came out: ${told.problems.join('; ')}`);
    if (round === 0) describe(told);
    ours.push(run);
    whole.push(told.whole);
    theirs.push(merge(multitool, folder));
  }
  compare(whole, ours, theirs);
}

function compare(whole: readonly number[], ours: readonly Measured[], theirs: readonly Measured[]): void {
  const middle = (runs: readonly Measured[], of: 'seconds' | 'cpuSeconds' | 'megabytes'): number =>
    median(runs.map((run) => run[of]));
  const line = (name: string, runs: readonly Measured[]): string =>
    `  ${name.padEnd(10)} ${middle(runs, 'seconds').toFixed(2)} s, ${middle(runs, 'cpuSeconds').toFixed(2)} s of CPU, ${middle(runs, 'megabytes').toFixed(0)} MB`;
  const ratio = (of: 'seconds' | 'cpuSeconds' | 'megabytes'): string =>
    (middle(ours, of) / middle(theirs, of)).toFixed(2);
  const within = median(whole) <= budget.seconds && middle(ours, 'megabytes') <= budget.megabytes;
  console.log(`${line('ours', ours)}, the whole process`);
  console.log(line('multitool', theirs));
  console.log(
    `  ratios     ${ratio('seconds')} of its time, ${ratio('cpuSeconds')} of its CPU, ${ratio('megabytes')} of its memory`,
  );
  console.log(
    `  The work alone: ${median(whole).toFixed(2)} s, ${within ? 'within' : 'OVER'} the budget of ${budget.seconds} s and ${budget.megabytes} MB`,
  );
}

function describe({ findings, normalised, whole, gzipBytes }: Ours): void {
  console.log(
    `${findings.toLocaleString('en')} findings, ${(gzipBytes / 1e6).toFixed(2)} MB of gzip; median of ${rounds} rounds (first round: read and united ${normalised.toFixed(2)} s of ${whole.toFixed(2)} s)`,
  );
}

/** The same alerts without fingerprints, merged into one file with them, and gzipped. Its own `validate` does not come to an end on this file. */
function merge(multitool: string, folder: string): Measured {
  const bare = join(folder, 'bare');
  mkdirSync(bare, { recursive: true });
  for (const name of readdirSync(join(folder, 'sarif'))) {
    const text = readFileSync(join(folder, 'sarif', name), 'utf8');
    writeFileSync(join(bare, name), text.replaceAll(/"partialFingerprints":\{[^}]*\},/g, ''));
  }
  const env = { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };
  const out = ['--output-directory', folder, '--log', 'ForceOverwrite'];
  const insert = ['--insert', 'RollingHashPartialFingerprints', '--uriBaseIds', `SRCROOT=${folder}/`];
  const merged = measured(
    [multitool, 'merge', join(bare, '*.sarif'), '--output-file', 'merged.sarif', ...out, ...insert],
    env,
  );
  const file = join(folder, 'merged.sarif');
  const began = performance.now();
  gzipSync(readFileSync(file));
  const gzip = (performance.now() - began) / 1000;
  return { ...merged, seconds: merged.seconds + gzip, cpuSeconds: merged.cpuSeconds + gzip };
}

/** Ours as a runner gets it: bundled, so that stripping types is not measured. */
async function bundle(): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  const flags = ['--out', out, '--minify', '--no-cache', '--target', 'es2022'];
  await runTool(process.execPath, [ncc, 'build', join(import.meta.dirname, 'sarif', 'ours.ts'), ...flags], {
    cwd: root,
  });
  return join(out, 'index.js');
}

/** The program inside Microsoft's npm package. */
async function obtainMultitool(): Promise<string> {
  const folder = await cached(`sarif-multitool-${multitoolVersion}`, async (place) => {
    writeFileSync(join(place, 'package.json'), '{"private":true}');
    await runTool(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', `@microsoft/sarif-multitool@${multitoolVersion}`],
      {
        cwd: place,
      },
    );
  });
  const program = join(folder, 'node_modules', '@microsoft', 'sarif-multitool-linux', 'Sarif.Multitool');
  chmodSync(program, 0o755);
  return program;
}
