import { existsSync, readFileSync } from 'node:fs';
import {
  childEnvironment,
  info,
  objectOf,
  printGroup,
  runProcess,
  type ProcessResult,
} from '@data-profiler-actions/action-kit';
import { readFailure, type BuildFailure, type BuildSubject } from './build-failure.ts';
import { BuildProgress, type BuildStep, type ProgressEvent } from './build-progress.ts';
import type { CheckWarning } from './progress-message.ts';
import { isInternal } from './step-kinds.ts';
import type { Buildx } from '../builder/buildx.ts';
import { CacheWatch, type CacheLimits } from '../cache/cache-watch.ts';

export interface BuildCall {
  /** The workspace. */
  readonly cwd: string;
  readonly buildx: Buildx;
  readonly builder: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  readonly metadataFile: string;
  readonly timeoutMs: number;
  readonly cacheLimits: CacheLimits;
  readonly signal: AbortSignal;
  /** Where BuildKit's lines point. */
  readonly subject: BuildSubject;
}

export type BuildResult =
  | {
      readonly ok: true;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly steps: readonly BuildStep[];
      readonly warnings: readonly CheckWarning[];
      readonly seconds: number;
    }
  | {
      readonly ok: false;
      readonly failure: BuildFailure;
      readonly ended: 'by-itself' | 'for-its-cache' | 'from-outside';
    };

type FailedBuild = Extract<BuildResult, { readonly ok: false }>;

/** Runs one build, telling what it does while it does it. The exit code decides; a success must have left its metadata. */
export async function runBuild(call: BuildCall): Promise<BuildResult> {
  const { buildx, args, env, timeoutMs, signal } = call;
  const progress = new BuildProgress(call.platforms);
  const watch = new CacheWatch(call.cacheLimits);
  const result = await runProcess({
    command: buildx.command,
    cwd: call.cwd,
    args: [...buildx.prefix, '--builder', call.builder, ...args],
    env: childEnvironment({ ...buildx.env, ...env }),
    timeoutMs,
    signal: AbortSignal.any([signal, watch.signal]),
    onLine: (line) => {
      for (const event of progress.take(line)) {
        watch.see(event);
        tell(event);
      }
    },
    keepCharacters: 1024 * 1024,
  });
  watch.stop();
  if (result.outcome === 'exited' && result.exitCode === 0) return succeeded(call, progress, result);
  return { ok: false, failure: failureOf(call, progress, result), ended: endOf(result, watch, signal) };
}

function failureOf({ subject, timeoutMs }: BuildCall, progress: BuildProgress, result: ProcessResult): BuildFailure {
  const said = progress.plainText;
  if (result.outcome !== 'exited') return interrupted(result, timeoutMs, said);
  return readFailure(said || `ERROR: buildx ended with exit code ${result.exitCode}`, progress.steps, subject);
}

/** What a build said last that was ended is no reason of its own. */
function endOf({ outcome }: ProcessResult, watch: CacheWatch, signal: AbortSignal): FailedBuild['ended'] {
  if (watch.signal.aborted && !signal.aborted) return 'for-its-cache';
  return outcome === 'cancelled' ? 'from-outside' : 'by-itself';
}

function succeeded(
  { metadataFile, subject }: BuildCall,
  progress: BuildProgress,
  { seconds }: ProcessResult,
): BuildResult {
  if (progress.plainText !== '') printGroup('What buildx said besides', progress.plainText);
  if (!existsSync(metadataFile)) {
    const failure = readFailure('ERROR: buildx ended well but left no metadata', progress.steps, subject);
    return { ok: false, failure, ended: 'by-itself' };
  }
  return {
    ok: true,
    metadata: objectOf(JSON.parse(readFileSync(metadataFile, 'utf8'))),
    steps: progress.steps,
    warnings: progress.warnings,
    seconds: Math.round(seconds * 100) / 100,
  };
}

/** A build that did not end by itself: what BuildKit said while it was ended explains nothing. */
function interrupted({ outcome, reason }: ProcessResult, timeoutMs: number, said: string): BuildFailure {
  const headlines = {
    exited: '',
    'timed-out': `the build passed its time limit of ${timeoutMs / 60_000} minutes`,
    cancelled: 'the step was cancelled',
    killed: `buildx was killed (${reason})`,
    'not-started': reason,
  };
  const headline = headlines[outcome];
  const remedy = outcome === 'timed-out' ? 'Find the slow stage in the log, or allow more `timeout-minutes`.' : '';
  return { headline, remedy, block: [headline, said].filter((part) => part !== '').join('\n'), passing: false };
}

function tell({ kind, step }: ProgressEvent): void {
  if (kind === 'progressed' || isInternal(step)) return;
  const label = `${step.platform === '' ? 'all platforms' : step.platform}  ${step.name.replaceAll(/\s+/g, ' ').slice(0, 200)}`;
  if (kind === 'started') {
    if (step.completed === undefined) info(`${label} …`);
    return;
  }
  if (step.log.length > 0) printGroup(`${label}  ${describeEnd(step)}`, step.log.join('\n'));
  else info(`${label}  ${describeEnd(step)}`);
}

function describeEnd({ error, cached, started, completed }: BuildStep): string {
  if (error !== '') return 'failed';
  return cached ? 'cached' : `${(((completed ?? 0) - (started ?? 0)) / 1000).toFixed(1)} s`;
}
