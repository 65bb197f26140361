import { childEnvironment, runProcess, type EventContext } from '@data-profiler-actions/action-kit';

/** What an analysis is of. */
export interface Target {
  /** 40 hexadecimal digits. */
  readonly sha: string;
  /** `refs/heads/…`, `refs/tags/…`, `refs/pull/N/merge` or `refs/pull/N/head`. */
  readonly ref: string;
}

/** The commit and ref of the event; of a pull request whose head is checked out instead of its merge, the head: lines must be those of the files that were read. */
export function targetOf({ sha, ref, pullRequest }: EventContext, checkedOut: string): Target {
  return pullRequest && checkedOut === pullRequest.headSha && checkedOut !== sha
    ? { sha: checkedOut, ref: `refs/pull/${pullRequest.number}/head` }
    : { sha, ref };
}

/** The commit of the workspace; empty where Git cannot tell. */
export async function checkedOutCommit({ workspace }: EventContext, signal: AbortSignal): Promise<string> {
  const run = await runProcess({
    command: 'git',
    args: ['-c', `safe.directory=${workspace}`, 'rev-parse', '--verify', 'HEAD'],
    cwd: workspace,
    env: childEnvironment({ GIT_CEILING_DIRECTORIES: workspace }),
    timeoutMs: 10_000,
    signal,
  });
  const commit = run.outcome === 'exited' && run.exitCode === 0 ? run.stdout.trim() : '';
  return /^[0-9a-f]{40}$/.test(commit) ? commit : '';
}
