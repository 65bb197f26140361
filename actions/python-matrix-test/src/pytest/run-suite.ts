import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { counted, info, printGroup, runProcessByFile, type WrittenProcess } from '@data-profiler-actions/action-kit';
import { outOfMemoryKills } from './memory.ts';
import type { Session } from './events.ts';
import { followEvents } from './events-file.ts';
import type { Progress } from '../legs/progress.ts';
import { countTests, isRed, type Leg, type Suite } from '../legs/model.ts';
import { shardVariables, type Shard } from '../shards/shard.ts';
import { judge, type Policy } from './verdict.ts';
import { assets } from '../environments/assets.ts';
import type { VersionPlace } from '../environments/workplace.ts';

export interface SuiteRun {
  readonly suite: Suite;
  /** pytest's arguments as the user gave them. */
  readonly args: readonly string[];
  readonly directory: string;
  readonly coverage: boolean;
  readonly coverageSources: readonly string[];
  readonly policy: Policy;
  readonly shard?: Shard | undefined;
  /** Absolute path of the durations to divide by; empty without. */
  readonly durationsFile?: string;
  readonly progress?: Progress;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Of a leg's output; the first of it goes when there is more. Failures are told in whole by the reporter. */
const keepCharacters = 4 * 2 ** 20;

/** Runs one suite on one Python, in a process group of its own, and judges it. */
export async function runSuite(place: VersionPlace, run: SuiteRun): Promise<Leg> {
  const folder = join(place.folder, run.suite);
  mkdirSync(join(folder, 'coverage'), { recursive: true });
  const { version } = place.interpreter;
  const name = `Python ${version} ${run.suite}`;
  const told = followEvents(eventsIn(folder));
  const killed = outOfMemoryKills();
  const done = run.progress?.watch(name, () => describeProgress(told()));
  const result = await runPytest(place, run, folder).finally(() => done?.());
  const session = told();
  const verdict = judge({ ...result, outOfMemory: outOfMemoryKills() > killed }, session, run.policy);
  const tests = [...session.tests, ...session.collectErrors, ...session.collectSkips];
  const took = `${result.seconds.toFixed(1)} s`;
  printGroup(`${name}: pytest ${run.args.join(' ')} (${took})`, result.output);
  const because = verdict.reason && `: ${verdict.reason}`;
  info(`${name}: ${verdict.outcome}, ${counted(tests.length, 'test')}, ${took}${because}`);
  return {
    version,
    suite: run.suite,
    ...verdict,
    counts: countTests(tests),
    seconds: Number(result.seconds.toFixed(3)),
    tests,
    coverageFiles: dataFiles(join(folder, 'coverage')),
    shard: session.shard,
    covFailUnder: session.covFailUnder,
  };
}

const eventsIn = (folder: string): string => join(folder, 'events.jsonl');

function runPytest(place: VersionPlace, run: SuiteRun, folder: string): Promise<WrittenProcess> {
  const request = {
    command: place.python,
    args: pytestCommand(folder, run),
    cwd: run.directory,
    env: suiteEnvironment(place, run, folder),
    timeoutMs: run.timeoutMs,
    keepCharacters,
    endsLeftovers: true,
    signal: run.signal,
  };
  return runProcessByFile(request, join(folder, 'output'));
}

/** The whole command line after the interpreter. */
export function pytestCommand(
  folder: string,
  run: Pick<SuiteRun, 'coverage' | 'coverageSources' | 'args' | 'shard' | 'directory'>,
): string[] {
  const source = run.coverageSources.length > 0 ? [`--source=${run.coverageSources.join(',')}`] : [];
  const measure = run.coverage ? ['-m', 'coverage', 'run', '--parallel-mode', ...source] : [];
  return [
    ...measure,
    ...['-m', 'pytest', '-p', 'dpa_reporter', ...(run.coverage ? ['-p', 'dpa_measuring'] : [])],
    ...[...(run.shard ? ['-p', 'dpa_shard'] : []), ...run.args],
    ...[`--basetemp=${join(folder, 'basetemp')}`, '-o', `cache_dir=${join(folder, 'pytest-cache')}`],
    // The job's scratch may lie in the project, with environments and copies that hold tests.
    ...(relative(run.directory, folder).startsWith('..') ? [] : [`--ignore=${dirname(dirname(folder))}`]),
  ];
}

function suiteEnvironment(place: VersionPlace, run: SuiteRun, folder: string): Record<string, string> {
  const path = [assets(), place.env['PYTHONPATH']].filter(Boolean).join(delimiter);
  return {
    ...place.env,
    ...shardVariables(run.shard, run.durationsFile),
    PYTHONPATH: path,
    DPA_EVENTS: eventsIn(folder),
    DPA_LEG: `${place.interpreter.version}-${run.suite}`,
    COVERAGE_FILE: join(folder, 'coverage', 'data'),
    ...(keepsExamples(place, run.directory) ? {} : { HYPOTHESIS_STORAGE_DIRECTORY: join(folder, 'hypothesis') }),
  };
}

/** The project has a place for what Hypothesis remembers; else that would be written into the workspace. */
function keepsExamples({ env }: VersionPlace, directory: string): boolean {
  return env['HYPOTHESIS_STORAGE_DIRECTORY'] !== undefined || existsSync(join(directory, '.hypothesis'));
}

function describeProgress({ tests, collected }: Session): string {
  if (collected === undefined) return 'collecting';
  const red = tests.filter(isRed).length;
  return `${tests.length} of ${collected} tests${red > 0 ? `, ${red} failed` : ''}`;
}

function dataFiles(folder: string): string[] {
  return readdirSync(folder).map((name) => join(folder, name));
}
