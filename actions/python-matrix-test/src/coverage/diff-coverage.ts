import { notice, type EventContext } from '@data-profiler-actions/action-kit';
import { shownPercent, type Coverage, type FileCoverage } from './coverage.ts';
import { baseOf, findBase } from './base-commit.ts';
import { changedLines } from './changed-lines.ts';
import { gitIn } from './git.ts';
import type { ChangedLines } from './parse-diff.ts';

/** Coverage of the changed lines. `percent` is undefined where no changed line is measured. */
export interface DiffCoverage {
  readonly percent: number | undefined;
  readonly covered: number;
  readonly missed: readonly { readonly file: string; readonly line: number }[];
  /** Why the step is red for it; empty if it is not. */
  readonly failure: string;
}

const none: DiffCoverage = { percent: undefined, covered: 0, missed: [], failure: '' };

/** What `fail-under-diff` is to be held against; undefined where it decides nothing. */
export interface DiffGate {
  readonly changed: ChangedLines;
  readonly failUnder: number;
}

/** Reads the change before any test runs, so that a checkout without the base commit is told at once. */
export async function openDiffGate(
  failUnder: number | undefined,
  event: EventContext,
  signal: AbortSignal,
): Promise<DiffGate | undefined> {
  if (failUnder === undefined) return undefined;
  const base = baseOf(event);
  if (!base) {
    notice('fail-under-diff has nothing to compare with in this event, so it decides nothing here.');
    return undefined;
  }
  const git = gitIn(event.workspace, signal);
  const { commit, note } = await findBase(base, event, git);
  if (note) notice(note);
  return { changed: await changedLines(commit, git), failUnder };
}

/** `place` makes a path of the coverage report relative to the repository's root. */
export function measureDiff(
  coverage: Coverage,
  gate: DiffGate | undefined,
  place: (file: string) => string,
): DiffCoverage {
  if (!gate) return none;
  if (coverage.kind === 'measured') return judgeDiff(coverage.files, gate.changed, place, gate.failUnder);
  const failure = `coverage of the changed lines is unknown, and fail-under-diff asks for ${gate.failUnder} %`;
  return { ...none, failure };
}

/** Counts only lines of measured files that coverage.py takes for statements. */
export function judgeDiff(
  files: readonly FileCoverage[],
  changed: ChangedLines,
  place: (file: string) => string,
  failUnder: number,
): DiffCoverage {
  let covered = 0;
  const missed: { file: string; line: number }[] = [];
  for (const measured of files) {
    const file = place(measured.file);
    const lines = changed.get(file);
    if (!lines) continue;
    covered += measured.executedLines.filter((line) => lines.has(line)).length;
    missed.push(...measured.missingLines.filter((line) => lines.has(line)).map((line) => ({ file, line })));
  }
  const total = covered + missed.length;
  if (total === 0) return none;
  const percent = (covered / total) * 100;
  const failure =
    percent < failUnder
      ? `coverage of the changed lines is ${shownPercent(percent)} %, fail-under-diff asks for ${failUnder} %`
      : '';
  return { percent, covered, missed, failure };
}
