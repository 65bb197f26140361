import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sarifLog, sarifProblems, type Finding } from '@data-profiler-actions/sarif';
import type { SarifFile } from '../outputs.ts';
import type { PlannedRun } from '../findings/runs.ts';

/** One SARIF log a run that is whole, with the open findings alone: GitHub opens alerts for suppressed ones too. */
export function sarifLogs(
  runs: readonly PlannedRun[],
  open: readonly Finding[],
  prefix: string,
  workspace: string,
): SarifFile[] {
  const textOf = textIn(workspace);
  const before = prefix === '' ? '' : `${prefix.replace(/\/$/, '')}/`;
  return runs
    .filter(({ missing }) => missing.length === 0)
    .map((run) => {
      const category = before + run.category;
      const findings = run.findings.filter((finding) => open.includes(finding));
      const log = sarifLog(findings, { ...run, category, textOf });
      const [problem] = sarifProblems(log);
      if (problem !== undefined) throw new Error(`the SARIF of ${category} is unsound: ${problem}`);
      return { category, text: JSON.stringify(log) };
    });
}

/** The text of a file of the workspace, for fingerprints. */
function textIn(workspace: string): (file: string) => string | undefined {
  return (file) => {
    const path = join(workspace, file);
    return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  };
}
