import { childEnvironment, runProcess, UserError, type EventContext } from '@data-profiler-actions/action-kit';

/** Added or changed lines, 1-based, by file relative to the repository's root. */
export type ChangedLines = ReadonlyMap<string, ReadonlySet<number>>;

/** The commit the change is measured from: the pull request's base, or what a push moved away from. Empty where there is none. */
export function baseOf(event: Pick<EventContext, 'pullRequest' | 'payload'>): string {
  if (event.pullRequest) return event.pullRequest.baseSha;
  const before = event.payload['before'];
  return typeof before === 'string' && !/^0*$/.test(before) ? before : '';
}

/** Asks git for the lines that differ between `base` and what is checked out (of a pull request, the merge commit). */
export async function changedLines(base: string, event: EventContext, signal: AbortSignal): Promise<ChangedLines> {
  const git = async (...args: string[]): ReturnType<typeof runProcess> =>
    runProcess({
      command: 'git',
      args: ['-c', `safe.directory=${event.workspace}`, '-c', 'core.quotePath=false', ...args],
      cwd: event.workspace,
      env: childEnvironment(),
      timeoutMs: 120_000,
      signal,
    });
  const known = await git('cat-file', '-e', `${base}^{commit}`);
  if (known.exitCode !== 0)
    throw new UserError(
      `Input "fail-under-diff" needs the base commit ${base}, which this checkout does not hold.`,
      'Give actions/checkout `fetch-depth: 0` (or `2` on a pull request, whose merge commit has the base as its parent).',
    );
  const diff = await git(
    'diff',
    '--unified=0',
    '--no-color',
    '--no-ext-diff',
    '--no-renames',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    base,
    'HEAD',
  );
  if (diff.outcome !== 'exited' || diff.exitCode !== 0) throw new UserError(`git diff failed: ${diff.stderr.trim()}`);
  return parseDiff(diff.stdout);
}

/** Reads a unified diff without context lines: `+++ b/file`, then `@@ -a,b +start,count @@`. */
export function parseDiff(diff: string): ChangedLines {
  const files = new Map<string, Set<number>>();
  let lines = new Set<number>();
  let left = 0;
  for (const line of diff.split('\n')) {
    // Within a hunk, a changed line may itself read like a header.
    if (left > 0) {
      if (/^[+-]/.test(line)) left -= 1;
      continue;
    }
    const file = /^\+\+\+ b\/(.*?)\t?$/.exec(line)?.[1];
    if (file !== undefined) files.set(file, (lines = new Set()));
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const [removed, start, count] = [Number(hunk[1] ?? 1), Number(hunk[2]), Number(hunk[3] ?? 1)];
    for (let each = start; each < start + count; each += 1) lines.add(each);
    left = removed + count;
  }
  return files;
}
