import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packLog, type Finding } from '@data-profiler-actions/sarif';
import type { PlannedRun } from '../findings/runs.ts';

/** The SARIF of one run, as it is written and sent. */
export interface SarifFile {
  readonly tool: string;
  /** With the user's prefix; ends in `/`. */
  readonly category: string;
  /** Name of the file. */
  readonly name: string;
  readonly text: string;
  readonly gzip: Buffer;
  /** What was left out to stay within GitHub's limits. */
  readonly omissions: readonly string[];
  /** Why code scanning would refuse it or show it wrong: file, JSON Pointer and rule. */
  readonly problems: readonly string[];
}

const manyProblems = 5;

/** One SARIF log a run that is whole, with the open findings alone: GitHub opens alerts for suppressed ones too. */
export function sarifLogs(
  runs: readonly PlannedRun[],
  open: readonly Finding[],
  prefix: string,
  workspace: string,
): SarifFile[] {
  const textOf = textIn(workspace);
  const wanted = new Set(open);
  return runs
    .filter(({ missing }) => missing.length === 0)
    .map((run) => {
      const category = categoryOf(run, prefix);
      const name = `${category.replace(/\/$/, '').replaceAll(/[^\w.-]+/g, '-')}.sarif`;
      const findings = run.findings.filter((finding) => wanted.has(finding));
      const packed = packLog(findings, { ...run, category, textOf });
      const problems = packed.problems
        .slice(0, manyProblems)
        .map(({ pointer, message }) => `${name} ${pointer || '(the file)'} ${message}`);
      return { ...packed, tool: run.tool, category, name, problems };
    });
}

export function categoryOf({ category }: PlannedRun, prefix: string): string {
  return prefix === '' ? category : `${prefix.replace(/\/$/, '')}/${category}`;
}

/** The text of a file of the workspace, for fingerprints. */
export function textIn(workspace: string): (file: string) => string | undefined {
  return (file) => {
    const path = join(workspace, file);
    return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  };
}
