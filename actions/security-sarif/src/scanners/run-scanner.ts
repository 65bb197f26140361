import { join } from 'node:path';
import { runProcess, type ProcessResult } from '@data-profiler-actions/action-kit';
import { confinedCommand, homes, type Rights } from '../running/confinement.ts';
import { scannerEnvironment } from '../running/environment.ts';
import { failed, type ScanFailure, type ScanRequest } from './scanner.ts';

/** What a scanner needs beyond its own scratch and the workspace; nothing if absent. */
export interface Needs {
  readonly environment?: Readonly<Record<string, string>>;
  /** Absolute paths outside the workspace. */
  readonly read?: readonly string[];
  /** TCP ports. */
  readonly ports?: readonly number[];
  /** Semgrep asks Git which files there are; to all others the repository's history and settings, and the token among them, are hidden. */
  readonly git?: boolean;
  /** Absolute; the working directory if absent. */
  readonly cwd?: string;
}

/** Runs a scanner's program with the fewest rights it can work with. */
export function runScanner(request: ScanRequest, args: readonly string[], needs: Needs = {}): Promise<ProcessResult> {
  const { tool, scratch, confinement, timeoutMs, signal } = request;
  const python = tool.python ?? confinement.python;
  const command = confinedCommand({ ...confinement, python }, rightsOf(request, needs), [tool.program, ...args]);
  const env = scannerEnvironment(scratch, needs.environment);
  return runProcess({ ...command, cwd: needs.cwd ?? request.folder, env, timeoutMs, signal });
}

/** Of a program that the runner brings along it cannot be told which files it consists of: for it, homes stay readable. */
function rightsOf({ tool, workspace, temp, scratch }: ScanRequest, { read = [], ports = [], git }: Needs): Rights {
  const { folders } = tool;
  return {
    read: [workspace, ...read, ...(folders === 'unknown' ? [] : folders)],
    write: [scratch],
    hidden: [temp, ...(folders === 'unknown' ? [] : homes()), ...(git === true ? [] : [join(workspace, '.git')])],
    ports,
  };
}

/** The launcher's own code (assets/confine.py). */
const notConfined = 125;

/** Why a run proves nothing by its end alone; undefined where it ended with one of the accepted exit codes. `meanings` are the scanner's own of others. */
export function brokenEnd(
  run: ProcessResult,
  accepted: readonly number[],
  meanings: Readonly<Record<number, string>> = {},
): ScanFailure | undefined {
  if (run.outcome === 'exited' && accepted.includes(run.exitCode)) return undefined;
  const meaning = run.outcome === 'exited' ? meanings[run.exitCode] : undefined;
  return failed(
    meaning === undefined ? howItEnded(run) : `${meaning} (exit code ${run.exitCode})`,
    run.output || run.reason,
  );
}

function howItEnded({ outcome, exitCode, reason, seconds }: ProcessResult): string {
  switch (outcome) {
    case 'exited':
      return exitCode === notConfined ? 'it could not be started' : `it ended with exit code ${exitCode}`;
    case 'timed-out':
      return `it was stopped after ${seconds.toFixed(0)} s: the time of timeout-minutes was over`;
    case 'killed':
      return `it was killed (${reason})`;
    case 'not-started':
      return `it could not be started: ${reason}`;
    case 'cancelled':
      return 'it was cancelled';
  }
}
