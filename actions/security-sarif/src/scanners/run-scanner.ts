import { childEnvironment, runProcess, type ProcessResult } from '@data-profiler-actions/action-kit';
import { failed, type ScanRequest, type ScanResult } from './scanner.ts';

/** Runs a scanner's program without GitHub's tokens, with a HOME of its own. */
export function runScanner(
  request: ScanRequest,
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<ProcessResult> {
  const env = childEnvironment({
    HOME: request.scratch,
    XDG_CACHE_HOME: request.scratch,
    PYTHONDONTWRITEBYTECODE: '1',
    ...extra,
  });
  const { program: command, folder: cwd, timeoutMs, signal } = request;
  return runProcess({ command, args, cwd, env, timeoutMs, signal });
}

/** Why a run proves nothing by its end alone; undefined where it ended with one of the accepted exit codes. */
export function brokenEnd(run: ProcessResult, accepted: readonly number[]): ScanResult | undefined {
  if (run.outcome === 'exited' && accepted.includes(run.exitCode)) return undefined;
  const how =
    run.outcome === 'exited' ? `it ended with exit code ${run.exitCode}` : `it was ${run.outcome} ${run.reason}`.trim();
  return failed(how, run.output);
}
