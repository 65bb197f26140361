import { childEnvironment, runProcess, type ProcessResult } from '@data-profiler-actions/action-kit';

/** Runs git in the checkout. */
export type Git = (...args: readonly string[]) => Promise<ProcessResult>;

export const gitIn =
  (workspace: string, signal: AbortSignal): Git =>
  (...args) =>
    runProcess({
      command: 'git',
      args: ['-c', `safe.directory=${workspace}`, '-c', 'core.quotePath=false', ...args],
      cwd: workspace,
      env: childEnvironment(),
      timeoutMs: 120_000,
      signal,
    });
