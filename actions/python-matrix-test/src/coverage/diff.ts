import { childEnvironment, runProcess, UserError, type EventContext } from '@data-profiler-actions/action-kit';

/** Added or changed lines, 1-based, by file relative to the repository's root. */
export type ChangedLines = ReadonlyMap<string, ReadonlySet<number>>;

/** The commit the event names as the change's base: the pull request's or merge group's, or what a push moved away from. Empty where there is none. */
export function baseOf(event: Pick<EventContext, 'pullRequest' | 'payload'>): string {
  if (event.pullRequest) return event.pullRequest.baseSha;
  const group = event.payload['merge_group'];
  const queued = typeof group === 'object' && group !== null && 'base_sha' in group ? group.base_sha : undefined;
  const before = queued ?? event.payload['before'];
  return typeof before === 'string' && !/^0*$/.test(before) ? before : '';
}

type Git = (...args: string[]) => ReturnType<typeof runProcess>;

/** Asks git for the lines that what is checked out adds or changes, measured from the merge base: what happened on the base branch since is no change of ours. */
export async function changedLines(base: string, event: EventContext, signal: AbortSignal): Promise<ChangedLines> {
  const git: Git = async (...args) =>
    runProcess({
      command: 'git',
      args: ['-c', `safe.directory=${event.workspace}`, '-c', 'core.quotePath=false', ...args],
      cwd: event.workspace,
      env: childEnvironment(),
      timeoutMs: 120_000,
      signal,
    });
  const from = await mergeBase(base, event.pullRequest?.headSha ?? '', git);
  // Attributes may call a source file binary, which has no lines to show.
  const diffs = [await diffOf(git, from, ['--text', '--', sources]), await diffOf(git, from, ['--', others])];
  return new Map(diffs.flatMap((diff) => [...parseDiff(diff)]));
}

const sources = ':(top,glob)**/*.py';
const others = ':(top,exclude,glob)**/*.py';

/** A file that was only moved has no changed line. */
const form = [
  ...['--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--find-renames'],
  ...['--src-prefix=a/', '--dst-prefix=b/'],
];

async function diffOf(git: Git, from: string, what: readonly string[]): Promise<string> {
  const diff = await git('diff', ...form, from, 'HEAD', ...what);
  if (diff.outcome !== 'exited' || diff.exitCode !== 0) throw new UserError(`git diff failed: ${diff.stderr.trim()}`);
  return diff.stdout;
}

/**
 * Of GitHub's merge commit, whose second parent is the head, the first parent is the base as it was merged, even where the event is older. Of any other
 * checkout it is the merge base with the event's base.
 */
async function mergeBase(base: string, head: string, git: Git): Promise<string> {
  const parents = await git('rev-list', '--parents', '-n', '1', 'HEAD');
  if (parents.outcome !== 'exited' || parents.exitCode !== 0)
    throw new UserError(
      'Input "fail-under-diff" needs a git checkout, and the workspace holds none.',
      'Run actions/checkout with `fetch-depth: 0` before this step.',
    );
  const [, first = '', second = ''] = parents.stdout.trim().split(' ');
  if (second !== '' && second === head) return first;
  const known = await git('cat-file', '-e', `${base}^{commit}`);
  if (known.exitCode !== 0)
    throw new UserError(
      `Input "fail-under-diff" needs the base commit ${base}, which this checkout does not hold.`,
      'Give actions/checkout `fetch-depth: 0` (or `2` on a pull request, whose merge commit has the base as its parent).',
    );
  const common = await git('merge-base', base, 'HEAD');
  if (common.exitCode === 0) return common.stdout.trim();
  throw new UserError(
    `Input "fail-under-diff" needs the common history of ${base} and what is checked out, which this checkout does not hold.`,
    'Give actions/checkout `fetch-depth: 0`.',
  );
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
    const file = fileIn(line);
    if (file !== undefined) files.set(file, (lines = new Set()));
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const [removed, start, count] = [Number(hunk[1] ?? 1), Number(hunk[2]), Number(hunk[3] ?? 1)];
    for (let each = start; each < start + count; each += 1) lines.add(each);
    left = removed + count;
  }
  return files;
}

/** The file that a line `+++ b/file` names; in quotes, as in C, where its name holds a quote, a backslash or a control character. */
function fileIn(line: string): string | undefined {
  const [, quoted, plain] = /^\+\+\+ (?:"b\/(.*)"|b\/(.*?)\t?)$/.exec(line) ?? [];
  return quoted === undefined
    ? plain
    : quoted.replaceAll(/\\([0-7]{3}|.)/g, (_, escaped: string) => characterOf(escaped));
}

const letters: Readonly<Record<string, string>> = { a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

const characterOf = (escaped: string): string =>
  escaped.length === 3 ? String.fromCharCode(parseInt(escaped, 8)) : (letters[escaped] ?? escaped);
