import { matchesPath } from '@data-profiler-actions/action-kit';
import type { PathRules } from './path-lines.ts';

/** The files a run is about, or why they are not known. */
export type ChangedFiles = { readonly files: readonly string[] } | { readonly unknown: string };

export interface SkipDecision {
  /** Names of jobs whose files did not change. */
  readonly skip: readonly string[];
  /** A whole sentence. */
  readonly why: string;
}

/** Jobs that need not run. Whatever is not known for certain skips nothing: files unread, or a file that no rule is about. */
export function skippableJobs(changed: ChangedFiles, rules: PathRules): SkipDecision {
  if ('unknown' in changed) return all(changed.unknown);
  const { files } = changed;
  if (files.length === 0) return all('no file is known to have changed');
  const matches = (name: string, file: string): boolean => (rules[name] ?? []).some((glob) => matchesPath(file, glob));
  const names = Object.keys(rules);
  const stray = files.find((file) => !names.some((name) => matches(name, file)));
  if (stray !== undefined) return all(`${stray} changed, which no line of paths is about`);
  const skip = names.filter((name) => !files.some((file) => matches(name, file)));
  if (skip.length === 0) return all('every job’s files changed');
  return { skip, why: `Left out: ${skip.join(', ')}, since none of their files changed.` };
}

function all(why: string): SkipDecision {
  return { skip: [], why: `No job is left out: ${why}.` };
}
