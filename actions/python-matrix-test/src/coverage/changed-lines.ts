import { UserError } from '@data-profiler-actions/action-kit';
import type { Git } from './git.ts';
import { parseDiff, type ChangedLines } from './parse-diff.ts';

/** Asks git for the lines that what is checked out adds to a commit or changes in it. */
export async function changedLines(from: string, git: Git): Promise<ChangedLines> {
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
